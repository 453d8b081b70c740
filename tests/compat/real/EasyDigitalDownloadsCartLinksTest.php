<?php
/**
 * Features of the real Easy Digital Downloads: add-to-cart links.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Siren\Distributors\Attribution;

/**
 * The ways from a link to the checkout.
 */
final class EasyDigitalDownloadsCartLinksTest extends LifecycleTestCase {

	/**
	 * @dataProvider links
	 *
	 * @param bool $straight Whether the shop skips the cart.
	 */
	public function test_an_add_to_cart_link_keeps_its_code( bool $straight ): void {
		$this->listen( 'edd_straight_to_checkout', $straight ? '__return_true' : '__return_false' );
		$_GET                   = [
			'edd_action'  => 'add_to_cart',
			'download_id' => (string) self::post( $this->ada_user, 'download' ),
			'ref'         => 'cleo',
		];
		$_SERVER['REQUEST_URI'] = '/somewhere/?' . \http_build_query( $_GET );
		$end                    = $this->ending( 'edd_delayed_get_actions' );
		$_GET                   = [];
		// Either the next page remembers the code, or it is remembered already.
		self::assertTrue( \str_contains( $end->location, 'ref=cleo' ) || 'cleo' === Attribution::remembered(), $end->location );
	}

	/** @return array<string,array{bool}> */
	public static function links(): array {
		return [
			'to the checkout'  => [ true ],
			'to the same page' => [ false ],
		];
	}

	public function test_a_short_add_to_cart_link_keeps_its_code(): void {
		$_GET                                        = [ 'ref' => 'cleo' ];
		$_SERVER['REQUEST_URI']                      = '/edd-add/5/?ref=cleo';
		$GLOBALS['wp_query']->query_vars['edd-add'] = '5';
		try {
			$end = $this->ending( 'edd_process_cart_endpoints' );
		} finally {
			unset( $GLOBALS['wp_query']->query_vars['edd-add'] );
			$_GET = [];
		}
		self::assertSame( 'cleo', Attribution::remembered(), $end->location );
	}
}
