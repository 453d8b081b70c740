<?php
/**
 * What a shop's books show of one order.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

use Siren\Distributors\Attribution;
use Siren\Distributors\Money;
use Siren\Distributors\Subject;

\defined( 'ABSPATH' ) || exit;

/**
 * Gathers it in the shop's own forms of money and text. An order about which nothing is said has not been paid, or does
 * not stand any more.
 */
final class Sale {

	/** What cannot be less than nothing: shops write some reductions as products or delivery with a negative price. */
	private const NEVER_NEGATIVE = [ 'line_item', 'fee', 'shipping' ];

	/** ISO 4217 code, in capitals. */
	public readonly string $currency;

	/** When it was paid, in seconds since 1970. Null for an order that does not count. */
	private ?int $paid_at = null;

	/**
	 * Its details, as `siren_record_transaction()` takes them.
	 *
	 * @var array[]
	 */
	private array $details = [];

	/**
	 * What was given back: by the refund's number, when and what.
	 *
	 * @var array<string,array{at:?int,takes:array}>
	 */
	private array $refunds = [];

	/** Whether the shop calls it given back as a whole. */
	private bool $given_back = false;

	/** When the money of gift cards counts: `used` or `sold`; '' in a shop without them. */
	private string $gift_cards = '';

	/** What the refunds leave of the details. */
	private string $left;

	/**
	 * Codes of the coupons that were used.
	 *
	 * @var string[]
	 */
	private array $coupons = [];

	/**
	 * All names of the customer, the one to be kept first.
	 *
	 * @var string[]
	 */
	private array $customer = [];

	private ?string $trail = null;

	private bool $credits = true;

	private bool $renewal = false;

	/**
	 * An order of which nothing is known yet.
	 *
	 * @param string     $source   The shop's plugin.
	 * @param int|string $id       The shop's number of the order or the payment.
	 * @param string     $currency ISO 4217 code.
	 */
	public function __construct( public readonly string $source, public readonly int|string $id, string $currency ) {
		$this->currency = Money::code( $currency );
		$this->left     = Money::from_shop( 0, $this->currency );
	}

	/**
	 * Says that it was paid and stands.
	 *
	 * @param int $when Seconds since 1970.
	 */
	public function was_paid( int $when ): void {
		$this->paid_at = $when;
	}

	/**
	 * Says when the money of gift cards counts in it.
	 *
	 * @param string $when `used` or `sold`.
	 */
	public function counts_gift_cards_when( string $when ): void {
		$this->gift_cards = $when;
	}

	/**
	 * When the money of gift cards counts in it: `used` or `sold`; '' in a shop without them.
	 */
	public function gift_cards(): string {
		return $this->gift_cards;
	}

	/**
	 * When it was paid, in seconds since 1970.
	 *
	 * @return ?int Null where it does not count: never paid, called off, or with nothing in it.
	 */
	public function paid_at(): ?int {
		return [] === $this->details ? null : $this->paid_at;
	}

	/**
	 * Adds a product, before discounts and taxes, and the discount that lowers it.
	 *
	 * @param string           $id     The shop's number of the line.
	 * @param string|int|float $before Its total for all units before discounts, as the shop gives it.
	 * @param string|int|float $after  The same after them.
	 * @param array[]          $owners As {@see \Siren\Distributors\Owners::of()} gives them.
	 * @param array            $about  `name`, `quantity`, `type`, `sku`, `categories`; what is empty is left out.
	 * @throws \UnexpectedValueException When it is no amount.
	 */
	public function product( string $id, string|int|float $before, string|int|float $after, array $owners, array $about = [] ): void {
		$before   = Money::from_shop( $before, $this->currency );
		$after    = Money::from_shop( $after, $this->currency );
		$discount = Money::minus( $after, $before );
		$lowered  = Money::is_negative( $discount ) && ! Money::is_negative( $before );
		$this->detail( 'line_item', $id, $lowered ? $before : $after, $about + [ 'owners' => $owners ] );
		if ( $lowered ) {
			$this->detail( 'discount', $id . '-discount', $discount, [ 'line' => $id ] );
		}
	}

	/**
	 * Adds anything else.
	 *
	 * @param string           $kind   `line_item`, `discount`, `fee`, `shipping`, `tax`.
	 * @param string           $id     The shop's number of it, unique in the sale.
	 * @param string|int|float $amount As the shop gives it; a discount is negative.
	 * @param array            $about  As for a product, and `owners`, `line`.
	 * @throws \UnexpectedValueException When it is no amount.
	 */
	public function detail( string $kind, string $id, string|int|float $amount, array $about = [] ): void {
		$amount          = Money::from_shop( $amount, $this->currency );
		$this->left      = Money::plus( $this->left, $amount );
		$this->details[] = [
			'kind'        => Money::is_negative( $amount ) && \in_array( $kind, self::NEVER_NEGATIVE, true ) ? 'discount' : $kind,
			'external_id' => $id,
			'amount'      => $amount,
		] + \array_filter( $about );
	}

	/**
	 * Says what all of it came to, before anything was given back: what its details do not explain lowered it, or was asked
	 * for beside them. To be said after them.
	 *
	 * @param string|int|float $total As the shop gives it.
	 * @throws \UnexpectedValueException When it is no amount.
	 */
	public function came_to( string|int|float $total ): void {
		$rest = Money::minus( Money::from_shop( $total, $this->currency ), $this->left );
		if ( Money::is_zero( $rest ) ) {
			return;
		}
		$lines   = \array_column( \array_filter( $this->details, static fn( array $detail ): bool => 'line_item' === $detail['kind'] ), 'external_id' );
		$lowered = Money::is_negative( $rest );
		$this->detail( $lowered ? 'discount' : 'fee', 'rest', $rest, [ 'line' => $lowered && 1 === \count( $lines ) ? $lines[0] : '' ] );
	}

	/**
	 * Says that only instalments of it were paid so far: of everything in it their share, exactly.
	 *
	 * @param array<string|int|float> $instalments As the shop gives them.
	 * @throws \UnexpectedValueException When one is no amount.
	 */
	public function paid_only( array $instalments ): void {
		$nothing = Money::from_shop( 0, $this->currency );
		$paid    = $nothing;
		foreach ( $instalments as $instalment ) {
			$paid = Money::plus( $paid, Money::from_shop( $instalment, $this->currency ) );
		}
		$total = $nothing;
		foreach ( $this->details as $detail ) {
			$total = Money::plus( $total, $detail['amount'] );
		}
		if ( ! Money::is_negative( Money::minus( $paid, $total ) ) ) {
			return;
		}
		$sum    = $nothing;
		$before = $nothing;
		foreach ( $this->details as &$detail ) {
			$sum              = Money::plus( $sum, $detail['amount'] );
			$share            = Money::share( $sum, $paid, $total );
			$detail['amount'] = Money::minus( $share, $before );
			$before           = $share;
		}
		unset( $detail );
		$this->left = $paid;
	}

	/**
	 * Says which coupons were used.
	 *
	 * @param string[] $codes Codes.
	 */
	public function used_coupons( array $codes ): void {
		$this->coupons = \array_values( \array_filter( \array_map( 'strval', $codes ), static fn( string $code ): bool => '' !== $code ) );
	}

	/**
	 * Says who bought, by every name the order knows.
	 *
	 * @param int    $user_id   WordPress user, 0 for a guest.
	 * @param string ...$emails Addresses on the order.
	 */
	public function bought_by( int $user_id, string ...$emails ): void {
		$this->customer = Subject::names( $user_id, ...$emails );
	}

	/**
	 * Says by whose links the customer came, as it was remembered when the order was made.
	 *
	 * @param string $trail {@see Attribution::remembered()}; '' for none.
	 */
	public function came_by( string $trail ): void {
		$this->trail = '' === $trail ? null : $trail;
	}

	/**
	 * Says whether those whose coupons and links were used get points for it. They do not where it is a part of an order
	 * that was divided, and another part credits them (Q40): it still counts as brought by them.
	 *
	 * @param bool $credits Whether they do.
	 */
	public function credits( bool $credits ): void {
		$this->credits = $credits;
	}

	/**
	 * Says that it is a repeated payment of a subscription.
	 *
	 * @param bool $renewal Whether it is.
	 */
	public function is_renewal( bool $renewal ): void {
		$this->renewal = $renewal;
	}

	/**
	 * Adds a refund, once everything that was sold is added. What it names no lines for, or lines that the sale does not
	 * have any more, the engine spreads over what is left of the sale; where lines come to more than the refund, the first
	 * of them are given back; what a refund takes again, such as a discount or a negative fee, makes room for more.
	 *
	 * @param string           $id     The shop's number of the refund.
	 * @param ?int             $when   Seconds since 1970; null where the shop does not tell.
	 * @param string|int|float $amount What was given back in all, of either sign.
	 * @param array[]          $lines  Each `external_id` of the sale's detail, `amount` given back of it (positive) as the
	 *                                 shop gives it, `quantity` perhaps.
	 * @param string[]         $foreign What of the order is no part of the sale: what is given back for it is not either.
	 * @throws \UnexpectedValueException When it is no amount.
	 */
	public function refund( string $id, ?int $when, string|int|float $amount, array $lines = [], array $foreign = [] ): void {
		$left = \ltrim( Money::from_shop( $amount, $this->currency ), '-' );
		foreach ( $lines as $line ) {
			if ( \in_array( $line['external_id'], $foreign, true ) ) {
				$left = Money::minus( $left, Money::from_shop( $line['amount'], $this->currency ) );
			}
		}
		if ( Money::is_negative( $left ) ) {
			return;
		}
		$this->left = Money::minus( $this->left, $left );
		$taken      = [];
		$known      = \array_column( $this->details, 'external_id' );
		$lines      = \array_filter( $lines, static fn( array $line ): bool => \in_array( $line['external_id'], $known, true ) );
		foreach ( $lines as &$line ) {
			$line['amount'] = Money::from_shop( $line['amount'], $this->currency );
		}
		unset( $line );
		$is_taken_again = static fn( array $line ): bool => Money::is_negative( $line['amount'] );
		\usort( $lines, static fn( array $one, array $other ): int => $is_taken_again( $other ) <=> $is_taken_again( $one ) );
		foreach ( $lines as $line ) {
			$given = $line['amount'];
			$after = Money::minus( $left, $given );
			if ( Money::is_negative( $after ) ) {
				$given = $left;
				$after = Money::minus( $left, $left );
			}
			$left = $after;
			if ( ! Money::is_zero( $given ) || 0 !== ( $line['quantity'] ?? 0 ) ) {
				$taken[] = [ 'amount' => $given ] + $line;
			}
		}
		if ( [] !== $taken ) {
			$this->refunds[ $id ] = [
				'at'    => $when,
				'takes' => [ 'lines' => $taken ],
			];
		}
		if ( ! Money::is_zero( $left ) ) {
			$this->refunds[ [] === $taken ? $id : $id . '-beyond' ] = [
				'at'    => $when,
				'takes' => [ 'amount' => $left ],
			];
		}
	}

	/**
	 * What was given back, the one made first at first.
	 *
	 * @return array<string,array{at:?int,takes:array}> By the refund's number.
	 */
	public function refunds(): array {
		return $this->refunds;
	}

	/**
	 * Says that the shop calls the whole of it given back, whatever cents its refunds leave.
	 */
	public function was_given_back(): void {
		$this->given_back = true;
	}

	/**
	 * Whether the shop calls the whole of it given back, and its refunds leave something.
	 */
	public function has_a_rest_to_give_back(): bool {
		return $this->given_back && ! Money::is_zero( $this->left );
	}

	/**
	 * The sale as `siren_record_transaction()` takes it, but for when it was paid.
	 *
	 * @return array<string,mixed>
	 */
	public function transaction(): array {
		$referrers = Attribution::referrers( $this->coupons, $this->trail );
		return [
			'source'      => $this->source,
			'external_id' => (string) $this->id,
			'currency'    => $this->currency,
			'details'     => $this->details,
			'coupons'     => $this->credits ? $this->coupons : [],
			'renewal'     => $this->renewal,
		] + \array_filter(
			[
				'customer' => $this->customer,
				'referrer' => $referrers,
			]
		) + ( $this->credits || [] === $referrers ? [] : [ 'credit_referrer' => false ] );
	}
}
