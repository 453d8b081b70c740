<?php
/**
 * Tests of Consent.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Tests\SirenTestCase;

/**
 * The plugin supports the WP Consent API. Functions cannot be undefined again, so these tests run in a separate PHP.
 */
final class ConsentTest extends SirenTestCase {

	public function test_a_site_without_a_consent_plugin_needs_no_consent(): void {
		self::assertFalse( \function_exists( 'wp_has_consent' ) );
		self::assertTrue( \Siren\Distributors\Visits\Consent::is_given( 'marketing' ) );
	}

	public function test_the_consent_plugin_is_informed_and_asked(): void {
		\siren_save_collaborator(
			[
				'name'    => 'Ada',
				'aliases' => [
					[
						'type' => 'link',
						'code' => 'ada',
					],
				],
			]
		);
		$answer = self::with_consent_plugin();
		self::assertTrue( $answer['registered'] );
		self::assertSame(
			[
				'siren_ref'   => 'marketing',
				'siren_who_1' => 'functional',
			],
			$answer['cookies']
		);
		self::assertSame( [ true, false ], [ $answer['count'], $answer['remember'] ] );
		self::assertStringContainsString( 'data-consent="1"', $answer['script'] );
		self::assertNull( $answer['remembered'] );
		self::assertSame( [ 'site_visited' ], \array_column( self::events(), 'type' ), 'counted without a cookie' );
	}

	/**
	 * A page of a site with a consent plugin, whose visitor agreed to anonymous statistics only.
	 *
	 * @return array<string,mixed>
	 */
	private static function with_consent_plugin(): array {
		$command = [ PHP_BINARY, __DIR__ . '/with-consent-plugin.php', (string) \getenv( 'SIREN_TEST_SITE' ) ];
		$output  = (string) \shell_exec( \implode( ' ', \array_map( 'escapeshellarg', $command ) ) . ' 2>&1' );
		$answer  = \json_decode( $output, true );
		self::assertIsArray( $answer, $output );
		return $answer;
	}
}
