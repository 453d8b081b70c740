<?php
/**
 * What a shop's plugin has to answer so that its orders are counted.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

\defined( 'ABSPATH' ) || exit;

/**
 * An integration reads: it says what the shop's books show of one order at this moment. What has to be recorded for it
 * follows from what was recorded before, see {@see Settlement}. So it does not matter which of a shop's many hooks told
 * of the order, how often, or in which order.
 */
interface Shop {

	/** The name under which its sales are recorded: `woocommerce`, `edd`… */
	public static function source(): string;

	/**
	 * What the shop's books show of an order now.
	 *
	 * @param int $id The shop's number of the order.
	 * @return ?Sale Null where this is no order that could ever be a sale: a refund, a subscription, nothing.
	 */
	public static function sale( int $id ): ?Sale;

	/**
	 * What {@see self::keep_receipt()} kept with an order.
	 *
	 * @param int $id The shop's number of the order.
	 * @return string '' for nothing.
	 */
	public static function receipt( int $id ): string;

	/**
	 * Keeps with an order what was recorded of it.
	 *
	 * @param int    $id      The shop's number of the order.
	 * @param string $receipt Text of ours.
	 */
	public static function keep_receipt( int $id, string $receipt ): void;

	/**
	 * Orders in the order of their numbers, whatever became of them.
	 *
	 * @param int $after Only those with a higher number.
	 * @param int $limit At most so many.
	 * @return int[] Numbers, lowest first.
	 */
	public static function orders_after( int $after, int $limit ): array;

	/**
	 * How many orders there are, whatever became of them, for people to see how far the reading of all of them has come.
	 */
	public static function how_many_orders(): int;

	/**
	 * Orders that changed lately.
	 *
	 * @param int $since Seconds since 1970, by the shop's own clock.
	 * @param int $limit At most so many.
	 * @return int[] Numbers, the one that changed first at first.
	 */
	public static function orders_changed_since( int $since, int $limit ): array;
}
