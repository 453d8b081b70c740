<?php
/**
 * The taxes of an order or a refund.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\WooCommerce;

use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * One for what was taxed on goods and one for what was taxed on delivery, since adding the two would be arithmetic on
 * money. They are named by their rate: it is the same in a refund, whose items do not say which items they take back, and
 * after an edit, which may write them anew.
 */
final class Taxes {

	/**
	 * Finds them.
	 *
	 * @param \WC_Abstract_Order $order An order or a refund.
	 * @return array<string,string> Amounts as WooCommerce gives them, by their name; none of nothing.
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
