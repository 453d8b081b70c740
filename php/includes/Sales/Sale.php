<?php
/**
 * One order as a shop shows it.
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
 * Collects the order's data in the shop's formats of money and text. If nothing is added, the order is not paid or no
 * longer valid.
 */
final class Sale {

	/**
	 * Detail types that must not be negative. Shops represent some discounts as products or shipping with a negative
	 * price.
	 */
	private const NEVER_NEGATIVE = [ 'line_item', 'fee', 'shipping' ];

	/** ISO 4217 code, upper case. */
	public readonly string $currency;

	/** When it was paid, as a Unix timestamp; null if the order does not count. */
	private ?int $paid_at = null;

	/**
	 * Details, as `siren_record_transaction()` takes them.
	 *
	 * @var array[]
	 */
	private array $details = [];

	/**
	 * Refunds by id, with date and lines.
	 *
	 * @var array<string,array{at:?int,takes:array}>
	 */
	private array $refunds = [];

	/** Whether the shop marks the order as completely refunded. */
	private bool $given_back = false;

	/** When the money of gift cards counts: `used` or `sold`; '' in a shop without gift cards. */
	private string $gift_cards = '';

	/** What remains after refunds. */
	private string $left;

	/**
	 * Codes of the used coupons.
	 *
	 * @var string[]
	 */
	private array $coupons = [];

	/**
	 * All subjects of the customer, the preferred one first.
	 *
	 * @var string[]
	 */
	private array $customer = [];

	private ?string $trail = null;

	private bool $credits = true;

	private bool $renewal = false;

	/**
	 * Creates an order without any data.
	 *
	 * @param string     $source   Source name of the shop.
	 * @param int|string $id       Id of the order or payment in the shop.
	 * @param string     $currency ISO 4217 code.
	 */
	public function __construct( public readonly string $source, public readonly int|string $id, string $currency ) {
		$this->currency = Money::code( $currency );
		$this->left     = Money::from_shop( 0, $this->currency );
	}

	/**
	 * Sets that the order is paid and valid.
	 *
	 * @param int $when Unix timestamp.
	 */
	public function was_paid( int $when ): void {
		$this->paid_at = $when;
	}

	/**
	 * Sets when the money of gift cards counts.
	 *
	 * @param string $when `used` or `sold`.
	 */
	public function counts_gift_cards_when( string $when ): void {
		$this->gift_cards = $when;
	}

	/** When the money of gift cards counts: `used` or `sold`; '' in a shop without gift cards. */
	public function gift_cards(): string {
		return $this->gift_cards;
	}

	/**
	 * When the order was paid, as a Unix timestamp.
	 *
	 * @return ?int Null if it does not count: never paid, cancelled or empty.
	 */
	public function paid_at(): ?int {
		return [] === $this->details ? null : $this->paid_at;
	}

	/**
	 * Adds a product at its price before discounts and taxes, and the discount on it.
	 *
	 * @param string           $id     Line id in the shop.
	 * @param string|int|float $before Total of all units before discounts, as the shop returns it.
	 * @param string|int|float $after  The same after discounts.
	 * @param array[]          $owners As returned by {@see \Siren\Distributors\Owners::of()}.
	 * @param array            $about  `name`, `quantity`, `type`, `sku`, `categories`; empty values are left out.
	 * @throws \UnexpectedValueException When it is not an amount.
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
	 * Adds any other detail.
	 *
	 * @param string           $kind   `line_item`, `discount`, `fee`, `shipping`, `tax`.
	 * @param string           $id     Id in the shop, unique in the sale.
	 * @param string|int|float $amount As the shop returns it; discounts are negative.
	 * @param array            $about  As for a product, and `owners`, `line`.
	 * @throws \UnexpectedValueException When it is not an amount.
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
	 * Sets the total before refunds. The difference from the details is recorded as a discount or a fee, so all details
	 * must be added first.
	 *
	 * @param string|int|float $total As the shop returns it.
	 * @throws \UnexpectedValueException When it is not an amount.
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
	 * Sets that only some instalments have been paid. Every detail is reduced to the paid share, exactly.
	 *
	 * @param array<string|int|float> $instalments As the shop returns them.
	 * @throws \UnexpectedValueException When one is not an amount.
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
	 * Sets the used coupons.
	 *
	 * @param string[] $codes Codes.
	 */
	public function used_coupons( array $codes ): void {
		$this->coupons = \array_values( \array_filter( \array_map( 'strval', $codes ), static fn( string $code ): bool => '' !== $code ) );
	}

	/**
	 * Sets who bought, under every name that the order contains.
	 *
	 * @param int    $user_id   WordPress user; 0 for a guest.
	 * @param string ...$emails E-mail addresses on the order.
	 */
	public function bought_by( int $user_id, string ...$emails ): void {
		$this->customer = Subject::names( $user_id, ...$emails );
	}

	/**
	 * Sets the referral remembered when the order was created.
	 *
	 * @param string $trail As returned by {@see Attribution::remembered()}; '' for none.
	 */
	public function came_by( string $trail ): void {
		$this->trail = '' === $trail ? null : $trail;
	}

	/**
	 * Sets whether coupons and links earn points. They do not if the order is part of a split order and another part
	 * credits them (Q40); the sale still counts as referred by them.
	 *
	 * @param bool $credits Whether they earn points.
	 */
	public function credits( bool $credits ): void {
		$this->credits = $credits;
	}

	/**
	 * Sets whether this is a renewal payment of a subscription.
	 *
	 * @param bool $renewal Whether it is.
	 */
	public function is_renewal( bool $renewal ): void {
		$this->renewal = $renewal;
	}

	/**
	 * Adds a refund; all details must be added first. The part of its amount without lines, or with lines that are no
	 * longer in the sale, is spread by the engine over what remains of the sale. If the lines exceed the amount of the
	 * refund, only the first of them are refunded. Lines that are taken back, such as a discount or a negative fee,
	 * allow more to be refunded.
	 *
	 * @param string           $id     Refund id in the shop.
	 * @param ?int             $when   Unix timestamp; null if the shop does not know.
	 * @param string|int|float $amount Total refunded amount, of either sign.
	 * @param array[]          $lines  Each with `external_id` of the sale's detail, the refunded `amount` (positive) as
	 *                                 the shop returns it, and optionally `quantity`.
	 * @param string[]         $foreign Ids of details that are not part of the sale; refunds of them are left out too.
	 * @throws \UnexpectedValueException When it is not an amount.
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
	 * The refunds, earliest first.
	 *
	 * @return array<string,array{at:?int,takes:array}> By refund id.
	 */
	public function refunds(): array {
		return $this->refunds;
	}

	/** Sets that the shop marks the order as completely refunded, even if its refunds leave some cents. */
	public function was_given_back(): void {
		$this->given_back = true;
	}

	/** Whether the shop marks the order as completely refunded although its refunds leave something. */
	public function has_a_rest_to_give_back(): bool {
		return $this->given_back && ! Money::is_zero( $this->left );
	}

	/**
	 * The sale as `siren_record_transaction()` takes it, without the payment date.
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
