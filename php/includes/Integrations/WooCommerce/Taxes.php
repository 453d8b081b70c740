<?php
/**
 * Taxes of an order or a refund.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * One entry for the tax on goods and one for the tax on shipping, because adding the two would be arithmetic on money.
 * They are identified by their rate, which is the same in a refund, whose items do not say which items they take back,
 * and after editing, which may recreate the items.
 */
final class Taxes {

	/**
	 * Finds the taxes.
	 *
	 * @param \WC_Abstract_Order $order An order or a refund.
	 * @return array<string,string> Amounts as WooCommerce returns them, by id; zero amounts are left out.
	 */
	public static function of( \WC_Abstract_Order $order ): array {
		$taxes = [];
		foreach ( $order->get_items( 'tax' ) as $item ) {
			if ( ! $item instanceof \WC_Order_Item_Tax ) {
				continue;
			}
			$totals = [
				'tax-' . $item->get_rate_id()               => $item->get_tax_total(),
				'tax-' . $item->get_rate_id() . '-shipping' => $item->get_shipping_tax_total(),
			];
			foreach ( $totals as $name => $total ) {
				if ( ! Money::is_zero( Money::from_shop( $total, $order->get_currency() ) ) ) {
					$taxes[ $name ] = (string) $total;
				}
			}
		}
		return $taxes;
	}
}
