<?php
/**
 * What tests of screens start from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Recorder;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * An administrator on one of our screens.
 */
abstract class ScreenTestCase extends SirenTestCase {

	/** A name that would be markup if a screen forgot to escape it. */
	protected const HOSTILE = 'Ada "x" <script>alert(1)</script> & Co';

	protected function setUp(): void {
		parent::setUp();
		\wp_set_current_user( self::user( 'administrator' ) );
		\set_current_screen( 'toplevel_page_siren-distributors' );
		$_REQUEST = [];
	}

	protected function tearDown(): void {
		unset( $GLOBALS['current_screen'] ); // Or the next tests would be in wp-admin as well.
		parent::tearDown();
	}

	/**
	 * What a screen shows at an address.
	 *
	 * @param string                $screen    Its class.
	 * @param array<string,string>  $arguments Of the address.
	 */
	protected function show( string $screen, array $arguments = [] ): string {
		$_SERVER['REQUEST_METHOD'] = 'GET';
		$_GET                      = $arguments;
		$markup                    = self::printed( [ $screen, 'render' ] );
		self::assertStringNotContainsString( '<script>alert', $markup );
		return $markup;
	}

	/**
	 * Sends a form and expects the redirect to say that it was done.
	 *
	 * @param callable            $handler Takes the form.
	 * @param string              $action  Name of its action.
	 * @param array<string,mixed> $fields  What is sent.
	 * @param string              $done    The notice's code.
	 * @return array<string,string> Arguments of the address that follows.
	 */
	protected function done( callable $handler, string $action, array $fields, string $done ): array {
		$arguments = $this->sent( $handler, $action, $fields );
		self::assertSame( $done, $arguments[ Notice::ARGUMENT ] ?? 'nothing done' );
		return $arguments;
	}

	/**
	 * Sends a form.
	 *
	 * @param callable            $handler Takes the form.
	 * @param string              $action  Name of its action.
	 * @param array<string,mixed> $fields  What is sent.
	 * @return array<string,string> Arguments of the address that follows.
	 */
	protected function sent( callable $handler, string $action, array $fields ): array {
		self::send( $action, $fields );
		$end = $this->ending( $handler );
		self::assertSame( 302, $end->status );
		\parse_str( (string) \wp_parse_url( $end->location, PHP_URL_QUERY ), $arguments );
		return $arguments;
	}

	/**
	 * May, over: 75.00 for the one, 25.00 for the other.
	 *
	 * @return array{first:int,second:int,distributor:int} Ids.
	 */
	protected static function may_is_over(): array {
		$first       = self::collaborator( self::HOSTILE );
		$second      = self::collaborator( 'Ben' );
		$distributor = self::distributor( [ 'course_completed' => 5 ], [ 'name' => self::HOSTILE ] );
		foreach ( [ $first, $first, $first, $second ] as $number => $collaborator ) {
			Recorder::event(
				'course_completed',
				[
					'key'          => 'course-' . $number,
					'collaborator' => $collaborator,
				]
			);
		}
		self::set_clock( '2026-06-01T00:10:00Z' );
		\siren_run_due( '2026-06-01T00:10:00Z' );
		return \compact( 'first', 'second', 'distributor' );
	}

	/**
	 * What a browser sends when the editor's form is submitted as it stands, by its first button.
	 *
	 * @param string $markup The screen.
	 * @return array<string,mixed> As PHP has it in `$_POST`.
	 */
	protected static function sent_by( string $markup ): array {
		$pairs = [];
		foreach ( self::controls_in( $markup ) as $control ) {
			$value = self::value_of( $control );
			if ( null !== $value ) {
				$pairs[] = \rawurlencode( $control->getAttribute( 'name' ) ) . '=' . \rawurlencode( $value );
			}
		}
		self::assertGreaterThan( 20, \count( $pairs ), 'the form was found' );
		\parse_str( \implode( '&', $pairs ), $sent );
		return \array_diff_key( $sent, \array_flip( [ 'action', '_wpnonce', '_wp_http_referer' ] ) );
	}

	/**
	 * The controls of the editor's form.
	 *
	 * @param string $markup The screen.
	 * @return iterable<\DOMElement>
	 */
	protected static function controls_in( string $markup ): iterable {
		$document = new \DOMDocument();
		$document->loadHTML( '<meta charset="utf-8">' . $markup, LIBXML_NOERROR );
		return ( new \DOMXPath( $document ) )->query( '//form[contains(@class,"siren-editor")]//*[self::input or self::select or self::textarea][@name][not(@disabled)]' );
	}

	/**
	 * The value that a control sends.
	 *
	 * @param \DOMElement $control The control.
	 * @return ?string Null for nothing.
	 */
	protected static function value_of( \DOMElement $control ): ?string {
		if ( 'select' === $control->nodeName ) {
			$xpath  = new \DOMXPath( $control->ownerDocument );
			$option = $xpath->query( './/option[@selected]', $control )->item( 0 ) ?? $xpath->query( './/option', $control )->item( 0 );
			return $option instanceof \DOMElement ? $option->getAttribute( 'value' ) : null;
		}
		if ( 'textarea' === $control->nodeName ) {
			return $control->textContent;
		}
		if ( \in_array( $control->getAttribute( 'type' ), [ 'checkbox', 'radio' ], true ) && ! $control->hasAttribute( 'checked' ) ) {
			return null;
		}
		return $control->getAttribute( 'value' );
	}
}
