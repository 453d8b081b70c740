<?php
/**
 * Whether and since when an order counts.
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

	/** Paid statuses missing from EDD's list: one of Recurring Payments, and two former names of `complete`. */
	private const ALSO_PAID = [ 'edd_subscription', 'publish', 'completed' ];

	/** Statuses in which a paid order keeps its money. */
	private const KEEPING = [ 'revoked', 'on_hold' ];

	/**
	 * When an order was paid.
	 *
	 * @param \EDD\Orders\Order $order       The order.
	 * @param bool              $was_counted Whether it was ever recorded. EDD clears the date when an order changes
	 *                                       from `complete` to some of the statuses.
	 * @param bool              $was_brought Whether it was imported just now with a date of its own, for which EDD sets
	 *                                       today as the completion date.
	 * @return ?int Unix timestamp; null if the order does not count.
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
	 * Whether a refund is valid. One in the trash is not.
	 *
	 * @param \EDD\Orders\Order $refund The refund.
	 */
	public static function stands( \EDD\Orders\Order $refund ): bool {
		return self::counts( (string) $refund->status );
	}

	/**
	 * Converts one of EDD's UTC dates to a Unix timestamp.
	 *
	 * @param mixed $date Date from the database.
	 * @return ?int Null if there is none.
	 */
	public static function timestamp( mixed $date ): ?int {
		$seconds = \is_string( $date ) && '' !== $date ? \strtotime( $date . ' UTC' ) : false;
		return false === $seconds || $seconds <= 0 ? null : $seconds;
	}

	/**
	 * Whether EDD includes this status in its earnings.
	 *
	 * @param string $status Status of an order or a refund.
	 */
	private static function counts( string $status ): bool {
		return \in_array( $status, [ ...\edd_get_gross_order_statuses(), ...self::ALSO_PAID ], true );
	}
}
