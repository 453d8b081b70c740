<?php
/**
 * A shop integration.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

\defined( 'ABSPATH' ) || exit;

/**
 * An integration only reads: it returns the current state of one order. What has to be recorded follows from what was
 * recorded before, see {@see Settlement}. It therefore does not matter which of a shop's many hooks reported the order,
 * how often, or in what sequence.
 */
interface Shop {

	/** Source name under which its sales are recorded: `woocommerce`, `edd`… */
	public static function source(): string;

	/**
	 * Reads the current state of an order.
	 *
	 * @param int $id Order id in the shop.
	 * @return ?Sale Null if it can never be a sale: a refund, a subscription, or nonexistent.
	 */
	public static function sale( int $id ): ?Sale;

	/**
	 * What {@see self::keep_receipt()} stored with an order.
	 *
	 * @param int $id Order id in the shop.
	 * @return string '' for nothing.
	 */
	public static function receipt( int $id ): string;

	/**
	 * Stores what was recorded about an order with the order.
	 *
	 * @param int    $id      Order id in the shop.
	 * @param string $receipt Text to store.
	 */
	public static function keep_receipt( int $id, string $receipt ): void;

	/**
	 * Orders in ascending order of id, whatever their status.
	 *
	 * @param int $after Only orders with a higher number.
	 * @param int $limit Maximum number.
	 * @return int[] Order ids, lowest first.
	 */
	public static function orders_after( int $after, int $limit ): array;

	/** Number of orders, whatever their status, to show the progress of reading them. */
	public static function how_many_orders(): int;

	/**
	 * Orders that changed recently.
	 *
	 * @param int $since Unix timestamp by the shop's own clock.
	 * @param int $limit Maximum number.
	 * @return int[] Order ids, earliest change first.
	 */
	public static function orders_changed_since( int $since, int $limit ): array;
}
