<?php
/**
 * Whether an order counts, and since when.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations\EasyDigitalDownloads;

\defined( 'ABSPATH' ) || exit;

/**
 * What each status says of the money (Q39 of the specification):
 *
 * - `complete`, `edd_subscription` (a renewal): paid.
 * - `partially_refunded`, `refunded`: paid; what was given back, the refunds say. Where a refund is deleted, EDD's own
 *   reports show the money again, and so do we.
 * - `revoked`: the files are locked, the money is kept. `on_hold`: disputed, and kept until a refund says otherwise. An
 *   order can be put into both without ever having been paid; so they count once it was.
 * - `pending`, `processing`, `abandoned`, `failed`, `cancelled`, `trash`, and whatever other plugins add: not paid, or not
 *   there any more. What was counted goes, whichever way led there.
 *
 * A status that another plugin adds to those that EDD itself counts in its earnings is paid too.
 */
final class Payment {

	/** Paid statuses that EDD's list lacks: one of its Recurring Payments, and two former names of `complete`. */
	private const ALSO_PAID = [ 'edd_subscription', 'publish', 'completed' ];

	/** Statuses that keep the money of an order that was paid. */
	private const KEEPING = [ 'revoked', 'on_hold' ];

	/**
	 * When an order was paid.
	 *
	 * @param \EDD\Orders\Order $order       The order.
	 * @param bool              $was_counted Whether it was ever recorded. EDD forgets the date when an order leaves
	 *                                       `complete` for some of the statuses.
	 * @param bool              $was_brought Whether it was made, and completed, a moment ago, with a date of its own: EDD
	 *                                       calls it completed today.
	 * @return ?int Seconds since 1970; null for an order that does not count.
	 */
	public static function date( \EDD\Orders\Order $order, bool $was_counted, bool $was_brought ): ?int {
		$created   = self::timestamp( $order->date_created );
		$completed = self::timestamp( $order->date_completed );
		if ( ! self::counts( (string) $order->status ) ) {
			return null;
		}
		if ( null === $completed ) {
			return $was_counted || ! \in_array( $order->status, self::KEEPING, true ) ? $created : null;
		}
		return $was_brought && null !== $created ? \min( $created, $completed ) : $completed;
	}

	/**
	 * Whether a refund stands. One in the trash does not.
	 *
	 * @param \EDD\Orders\Order $refund The refund.
	 */
	public static function stands( \EDD\Orders\Order $refund ): bool {
		return self::counts( (string) $refund->status );
	}

	/**
	 * Seconds since 1970 of one of EDD's dates, which are in UTC.
	 *
	 * @param mixed $date Date as the database has it.
	 * @return ?int Null for none.
	 */
	public static function timestamp( mixed $date ): ?int {
		$seconds = \is_string( $date ) && '' !== $date ? \strtotime( $date . ' UTC' ) : false;
		return false === $seconds || $seconds <= 0 ? null : $seconds;
	}

	/**
	 * Whether EDD counts what has this status in its earnings.
	 *
	 * @param string $status Status of an order or a refund.
	 */
	private static function counts( string $status ): bool {
		return \in_array( $status, [ ...\edd_get_gross_order_statuses(), ...self::ALSO_PAID ], true );
	}
}
