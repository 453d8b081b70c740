<?php
/**
 * Tests of what a shop does every day to orders that are paid.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Integrations;

use Siren\Distributors\Admin\Screens\Health;
use Siren\Distributors\Owners;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Renaming a product or changing a customer's address records the order again, and needs no attention.
 */
final class OrdinaryActsTest extends SirenTestCase {

	private int $ada;

	private int $ada_user;

	private int $may;

	private int $product;

	protected function setUp(): void {
		parent::setUp();
		\taxonomy_exists( 'product_cat' ) || \register_taxonomy( 'product_cat', 'product' );
		$this->ada_user = self::user( 'author' );
		$this->ada      = self::collaborator( 'Ada', $this->ada_user );
		$this->may      = self::distributor( [ 'product_sold' => 5 ] );
		$this->product  = self::post( $this->ada_user, 'product' );
		\update_post_meta( $this->product, '_sku', 'BOOK-1' );
		\wp_set_object_terms( $this->product, 'books', 'product_cat' );
	}

	/**
	 * @dataProvider acts
	 *
	 * @param callable(int,int):void $act Does it, to the product and the order.
	 */
	public function test_routine_changes_need_no_attention( callable $act ): void {
		$order = $this->paid();
		self::assertSame( '105.00', self::pool( $this->may ) );

		$act( $this->product, $order );
		// What makes a shop report an order again: its next status, saving it in wp-admin, the former status.
		foreach ( [ 'completed', 'processing', 'completed' ] as $status ) {
			self::set_clock( \gmdate( 'Y-m-d\TH:i:s\Z', \strtotime( self::clock() ) + 60 ) );
			\wc_get_order( $order )->update_status( $status );
			\wc_get_order( $order )->save();
			self::end_request();
		}

		self::assertSame( '105.00', self::pool( $this->may ) );
		self::assertSame( [ $this->ada => 5 ], self::scores( $this->may ), 'who owned it when it was sold' );
		self::assertSame( 1, \siren_find( 'transactions' )['total'] );
		$counts = \siren_status( self::clock() )['counts'];
		unset( $counts['events'] );
		self::assertSame( [ 0 ], \array_values( \array_unique( $counts ) ), (string) \wp_json_encode( $counts ) );
		self::assertSame( [], \siren_find( 'events', [ 'status' => 'ignored' ] )['items'] );
		self::assertSame( [], \array_values( \array_filter( \array_column( Health::problems(), 'code' ), static fn( string $code ): bool => 'heartbeat' !== $code ) ) );
		self::assertNoFailures();
	}

	/** @return array<string,array{callable}> */
	public static function acts(): array {
		$product = static fn( array $changes ): callable => static function ( int $product ) use ( $changes ): void {
			\wp_update_post( [ 'ID' => $product ] + $changes );
		};
		$order   = static fn( callable $change ): callable => static function ( int $product, int $order ) use ( $change ): void {
			$data = \json_decode( \fixture_shop_order_row( $order )['data'], true );
			\fixture_shop_update_order( $order, $change( $data ) );
			\do_action( 'woocommerce_update_order', $order );
		};
		return [
			'another SKU'               => [ static fn( int $product ) => \update_post_meta( $product, '_sku', 'BOOK-2' ) ],
			'no SKU'                    => [ static fn( int $product ) => \delete_post_meta( $product, '_sku' ) ],
			'another category'          => [ static fn( int $product ) => \wp_set_object_terms( $product, 'novels', 'product_cat' ) ],
			'a category renamed'        => [ static fn() => \wp_update_term( (int) \get_term_by( 'slug', 'books', 'product_cat' )->term_id, 'product_cat', [ 'slug' => 'books-' . \wp_rand() ] ) ],
			'another name'              => [ $product( [ 'post_title' => 'A better name' ] ) ],
			'another name in the order' => [
				$order(
					static function ( array $data ): array {
						$data['items'][0]['name'] = 'A better name';
						return $data;
					}
				),
			],
			'another author'            => [ static fn( int $product ) => \wp_update_post( [ 'ID' => $product, 'post_author' => self::someone_else() ] ) ],
			'other owners'              => [ static fn( int $product ) => \update_post_meta( $product, Owners::META, [ [ 'collaborator' => self::collaborator( 'Ben' ) ] ] ) ],
			'another e-mail'            => [ $order( static fn( array $data ): array => [ 'billing_email' => 'new@example.test' ] + $data ) ],
			'another account'           => [ $order( static fn( array $data ): array => [ 'customer_id' => self::user() ] + $data ) ],
			'the product in the trash'  => [ static fn( int $product ) => \wp_trash_post( $product ) ],
			'the product deleted'       => [ static fn( int $product ) => \wp_delete_post( $product, true ) ],
			'anonymised'                => [
				$order(
					static function ( array $data ): array {
						$data['meta']['_anonymized'] = 'yes';
						return [
							'billing_email' => 'deleted@site.invalid',
							'customer_id'   => 0,
						] + $data;
					}
				),
			],
		];
	}

	/**
	 * A user who is a collaborator as well.
	 */
	private static function someone_else(): int {
		$user = self::user( 'author' );
		self::collaborator( 'Ben', $user );
		return $user;
	}

	/**
	 * A paid order of the product.
	 *
	 * @return int Its id.
	 */
	private function paid(): int {
		$order = new \Automattic\WooCommerce\Admin\Overrides\Order(
			\fixture_shop_order_data(
				[
					'billing_email' => 'buyer@example.test',
					'items'         => [
						[
							'type'       => 'line_item',
							'name'       => 'A book',
							'product_id' => $this->product,
							'quantity'   => 1,
							'subtotal'   => 5000,
							'total'      => 5000,
							'tax'        => 0,
						],
					],
				]
			)
		);
		$order->set_reference( \wp_generate_uuid4() );
		$order->save();
		$order->update_status( 'processing' );
		self::end_request();
		return $order->get_id();
	}
}
