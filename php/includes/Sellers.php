<?php
/**
 * The vendor of a product in a marketplace.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * In a marketplace, a product's vendor need not be its author. MultiVendorX stores the vendor's store on the product;
 * Dokan and WC Vendors let other plugins filter the vendor.
 */
final class Sellers {

	/**
	 * Vendors of a product other than its author.
	 *
	 * @param int $product_id Product, not a variation.
	 * @return int[] WordPress users; empty if its author sells it or there is no marketplace.
	 */
	public static function besides_the_author( int $product_id ): array {
		if ( 'product' !== \get_post_type( $product_id ) ) {
			return [];
		}
		$sellers = \array_filter( [ self::of_dokan( $product_id ), self::of_wc_vendors( $product_id ), self::of_multivendorx( $product_id ) ] );
		return \array_values( \array_unique( \array_diff( $sellers, Owners::author( $product_id ) ) ) );
	}

	/**
	 * The vendor according to Dokan.
	 *
	 * @param int $product_id Product.
	 */
	private static function of_dokan( int $product_id ): int {
		return \function_exists( 'dokan_get_vendor_by_product' ) ? (int) \dokan_get_vendor_by_product( $product_id, true ) : 0;
	}

	/**
	 * The vendor according to WC Vendors.
	 *
	 * @param int $product_id Product.
	 */
	private static function of_wc_vendors( int $product_id ): int {
		// It returns -1 if the post is not a product.
		return \class_exists( 'WCV_Vendors' ) ? \max( 0, (int) \WCV_Vendors::get_vendor_from_product( $product_id ) ) : 0;
	}

	/**
	 * The owner of the MultiVendorX store that has the product; before version 5, its vendor.
	 *
	 * @param int $product_id Product.
	 */
	private static function of_multivendorx( int $product_id ): int {
		if ( \class_exists( \MultiVendorX\Store\StoreUtil::class ) ) {
			$store = (int) \get_post_meta( $product_id, 'multivendorx_store_id', true );
			return $store > 0 ? (int) \MultiVendorX\Store\StoreUtil::get_primary_owner( $store ) : 0;
		}
		$vendor = \function_exists( 'get_mvx_product_vendors' ) ? \get_mvx_product_vendors( $product_id ) : null;
		return \is_object( $vendor ) ? (int) ( $vendor->id ?? 0 ) : 0;
	}
}
