<?php
/**
 * Base class of tests of screens.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin;

use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Recorder;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * The current user is an administrator on one of our screens.
 */
abstract class ScreenTestCase extends SirenTestCase {

	/** A name that becomes markup if a screen forgets to escape it. */
	protected const HOSTILE = 'Ada "x" <script>alert(1)</script> & Co';

	protected function setUp(): void {
		parent::setUp();
		\wp_set_current_user( self::user( 'administrator' ) );
		\set_current_screen( 'toplevel_page_siren-distributors' );
		$_REQUEST = [];
	}

	protected function tearDown(): void {
		unset( $GLOBALS['current_screen'] ); // Otherwise later tests would run in wp-admin too.
		parent::tearDown();
	}

	/**
	 * The output of a screen at a URL.
	 *
	 * @param string                $screen    Class of the screen.
	 * @param array<string,string>  $arguments Query arguments.
	 */
	protected function show( string $screen, array $arguments = [] ): string {
		$_SERVER['REQUEST_METHOD'] = 'GET';
		$_GET                      = $arguments;
		$markup                    = self::printed( [ $screen, 'render' ] );
		self::assertStringNotContainsString( '<script>alert', $markup );
		return $markup;
	}

	/**
	 * Submits a form and expects a redirect with a success notice.
	 *
	 * @param callable            $handler Handler of the form.
	 * @param string              $action  Action.
	 * @param array<string,mixed> $fields  Submitted fields.
	 * @param string              $done    Code of the notice.
	 * @return array<string,string> Query arguments of the redirect.
	 */
	protected function done( callable $handler, string $action, array $fields, string $done ): array {
		$arguments = $this->sent( $handler, $action, $fields );
		self::assertSame( $done, $arguments[ Notice::ARGUMENT ] ?? 'nothing done' );
		return $arguments;
	}

	/**
	 * Submits a form.
	 *
	 * @param callable            $handler Handler of the form.
	 * @param string              $action  Action.
	 * @param array<string,mixed> $fields  Submitted fields.
	 * @return array<string,string> Query arguments of the redirect.
	 */
	protected function sent( callable $handler, string $action, array $fields ): array {
		self::send( $action, $fields );
		$end = $this->ending( $handler );
		self::assertSame( 302, $end->status );
		\parse_str( (string) \wp_parse_url( $end->location, PHP_URL_QUERY ), $arguments );
		return $arguments;
	}

	/**
	 * Creates a closed distribution for May: 75.00 for one collaborator, 25.00 for the other.
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
	 * What a browser submits when the editor's form is sent unchanged with its first button.
	 *
	 * @param string $markup Output of the screen.
	 * @return array<string,mixed> As in `$_POST`.
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
	 * @param string $markup Output of the screen.
	 * @return iterable<\DOMElement>
	 */
	protected static function controls_in( string $markup ): iterable {
		$document = new \DOMDocument();
		$document->loadHTML( '<meta charset="utf-8">' . $markup, LIBXML_NOERROR );
		return ( new \DOMXPath( $document ) )->query( '//form[contains(@class,"siren-editor")]//*[self::input or self::select or self::textarea][@name][not(@disabled)]' );
	}

	/**
	 * The value that a control submits.
	 *
	 * @param \DOMElement $control Control.
	 * @return ?string Null if it submits nothing.
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
