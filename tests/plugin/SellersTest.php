<?php
/**
 * Tests of Sellers.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use MultiVendorX\Store\StoreUtil;
use Siren\Distributors\Owners;

/**
 * In a marketplace the vendor of a product earns, not its author.
 */
final class SellersTest extends SirenTestCase {

	private int $administrator;

	private int $vendor;

	public static function setUpBeforeClass(): void {
		require_once \dirname( __DIR__ ) . '/fixtures/marketplaces.php';
	}

	protected function setUp(): void {
		parent::setUp();
		$this->administrator = self::user( 'administrator' );
		$this->vendor        = self::user( 'author' );
	}

	protected function tearDown(): void {
		StoreUtil::$owners = [];
		parent::tearDown();
	}

	/**
	 * Hooks with which a marketplace tells whose a product is.
	 *
	 * @return array<array{string}>
	 */
	public static function marketplaces(): array {
		return [ [ 'dokan_get_vendor_by_product' ], [ 'wcvendors_product_author' ] ];
	}

	/**
	 * @dataProvider marketplaces
	 *
	 * @param string $hook Of the marketplace.
	 */
	public function test_a_marketplace_names_the_vendor_of_a_product( string $hook ): void {
		$product = self::post( $this->administrator, 'product' );
		$this->assertOwners( [ $this->administrator ], $product, 'its author, unless another plugin says otherwise' );
		$this->listen( $hook, fn(): string => (string) $this->vendor );
		$this->assertOwners( [ $this->vendor ], $product, 'the vendor' );
	}

	public function test_a_product_in_a_multivendorx_store_belongs_to_its_vendor(): void {
		$product = self::post( $this->administrator, 'product' );
		\update_post_meta( $product, 'multivendorx_store_id', '7' );
		$this->assertOwners( [ $this->administrator ], $product, 'the store is gone' );
		StoreUtil::$owners = [ 7 => $this->vendor ];
		$this->assertOwners( [ $this->vendor ], $product, 'whose the store is' );
		$ada = self::collaborator( 'Ada' );
		\update_post_meta( $product, Owners::META, [ [ 'collaborator' => $ada, 'weight' => 1 ] ] );
		self::assertSame( [ [ 'id' => $ada, 'weight' => 1 ] ], Owners::of_product( $product, 'woocommerce' ), 'an administrator knows better' );
	}

	public function test_posts_that_are_not_products_have_no_vendor(): void {
		$this->listen( 'dokan_get_vendor_by_product', fn(): int => $this->vendor );
		$this->assertOwners( [ $this->administrator ], self::post( $this->administrator, 'download' ), 'another shop' );
		$this->assertOwners( [], 0, 'nothing' );
	}

	/**
	 * These users earn from a product.
	 *
	 * @param int[]  $users   WordPress users.
	 * @param int    $product Product.
	 * @param string $why     Failure message.
	 */
	private function assertOwners( array $users, int $product, string $why ): void {
		$found = Owners::of_product( $product, 'woocommerce' );
		self::assertSame( \array_map( 'strval', $users ), \array_column( $found, 'code' ), $why );
	}
}
