<?php
/**
 * Tests of what every integration has in common.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Integrations;

use Siren\Distributors\Tests\SirenTestCase;

/**
 * Hooks are anybody's to fire, with anything: a checkout or a lesson must go on, and nothing be recorded.
 */
final class OddArgumentsTest extends SirenTestCase {

	/**
	 * @dataProvider callbacks
	 *
	 * @param class-string $integration Class.
	 * @param string       $method      Its method.
	 * @param bool         $is_filter   Whether it has to give back what it was given.
	 */
	public function test_unexpected_arguments_are_tolerated( string $integration, string $method, bool $is_filter ): void {
		$error_log = (string) \ini_set( 'error_log', '/dev/null' );
		$count     = ( new \ReflectionMethod( $integration, $method ) )->getNumberOfParameters();
		foreach ( [ null, '', 'no id', -1, PHP_INT_MAX, [], -1.5, false ] as $odd ) {
			$answer = $integration::$method( ...\array_fill( 0, $count, $odd ) );
			self::assertSame( $is_filter ? $odd : null, $answer );
		}
		\ini_set( 'error_log', $error_log );
		self::assertSame( [ 0, 0 ], [ \siren_find( 'transactions' )['total'], \siren_find( 'events' )['total'] ] );
	}

	/**
	 * Every callback of an integration, as hooks.php names them.
	 *
	 * @return array<string,array{string,string,bool}>
	 */
	public static function callbacks(): array {
		$hooks = (string) \file_get_contents( \dirname( __DIR__, 3 ) . '/php/hooks.php' );
		\preg_match_all( '/add_(action|filter)\( \'([^\']+)\', \[ (Integrations\\\\[\w\\\\]+)::class, \'(\w+)\'/', $hooks, $found, PREG_SET_ORDER );
		$callbacks = [];
		foreach ( $found as [ , $kind, $hook, $integration, $method ] ) {
			if ( 'template_redirect' !== $hook && 'before_woocommerce_init' !== $hook ) {
				$callbacks[ "$integration::$method" ] = [ 'Siren\\Distributors\\' . $integration, $method, 'filter' === $kind ];
			}
		}
		return $callbacks;
	}
}
