<?php
/**
 * A purchase on its way into the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Gathers what a shop says of one paid order, in the shop's own forms of money and text, and records it as one
 * transaction. The shop and its number of the order are the identity: recorded again, it changes nothing.
 */
final class Sale {

	/** What cannot be less than nothing: shops write some reductions as products or delivery with a negative price. */
	private const NEVER_NEGATIVE = [ 'line_item', 'fee', 'shipping' ];

	/** ISO 4217 code, in capitals. */
	private readonly string $currency;

	/**
	 * Its details, as `siren_record_transaction()` takes them.
	 *
	 * @var array[]
	 */
	private array $details = [];

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

	private bool $renewal = false;

	/**
	 * A purchase without anything in it yet.
	 *
	 * @param string     $source   The shop's plugin.
	 * @param int|string $id       The shop's number of the order or the payment.
	 * @param string     $currency ISO 4217 code.
	 */
	public function __construct( private readonly string $source, private readonly int|string $id, string $currency ) {
		$this->currency = Money::code( $currency );
	}

	/**
	 * Adds a product: its total for all units, after coupons and before tax.
	 *
	 * @param string           $id     The shop's number of the line.
	 * @param string|int|float $amount As the shop gives it.
	 * @param array[]          $owners As {@see Owners::of()} gives them.
	 * @param array            $about  `name`, `quantity`, `type`, `sku`, `categories`; what is empty is left out.
	 * @throws \UnexpectedValueException When it is no amount.
	 */
	public function product( string $id, string|int|float $amount, array $owners, array $about = [] ): void {
		$this->detail( 'line_item', $id, $amount, $about + [ 'owners' => $owners ] );
	}

	/**
	 * Adds anything.
	 *
	 * @param string           $kind   `line_item`, `discount`, `fee`, `shipping`, `tax`.
	 * @param string           $id     The shop's number of it, unique in the sale.
	 * @param string|int|float $amount As the shop gives it; a discount is negative.
	 * @param array            $about  As for a product, and `owners`.
	 * @throws \UnexpectedValueException When it is no amount.
	 */
	public function detail( string $kind, string $id, string|int|float $amount, array $about = [] ): void {
		$amount          = Money::from_shop( $amount, $this->currency );
		$this->details[] = [
			'kind'        => Money::is_negative( $amount ) && \in_array( $kind, self::NEVER_NEGATIVE, true ) ? 'discount' : $kind,
			'external_id' => $id,
			'amount'      => $amount,
		] + \array_filter( $about );
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
	 * Says that it is a repeated payment of a subscription.
	 *
	 * @param bool $renewal Whether it is.
	 */
	public function is_renewal( bool $renewal ): void {
		$this->renewal = $renewal;
	}

	/**
	 * Records it. A purchase with nothing in it moves no money and is not recorded.
	 *
	 * @throws \Siren\Exception\SirenException When the engine refuses it or cannot keep it.
	 */
	public function record(): void {
		if ( [] === $this->details ) {
			return;
		}
		Recorder::transaction(
			[
				'source'      => $this->source,
				'external_id' => (string) $this->id,
				'currency'    => $this->currency,
				'details'     => $this->details,
				'coupons'     => $this->coupons,
				'renewal'     => $this->renewal,
			] + \array_filter(
				[
					'customer' => $this->customer,
					'referrer' => Attribution::referrers( $this->coupons, $this->trail ),
				]
			)
		);
	}
}
