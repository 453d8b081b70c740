<?php
/**
 * What was recorded of one order.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

\defined( 'ABSPATH' ) || exit;

/**
 * Stored in the order's own meta, because a page must not open the ledger. It names its order, since plugins that copy an
 * order (renewals, for example) copy its meta as well.
 */
final class Receipt {

	/** What money and points follow from, as it was last recorded; '' where nothing was. */
	public string $body = '';

	/**
	 * Owners of each line, as they were when it was first recorded: who takes a product over later does not earn from
	 * what was sold before.
	 *
	 * @var array<string,array[]>
	 */
	public array $owners = [];

	/**
	 * Refunds that stand, by their number.
	 *
	 * @var array<string,string>
	 */
	public array $refunds = [];

	/** Number of the cancellation that stands, '' for none. */
	public string $called_off = '';

	/** Number of the refund of all that was left, '' for none. */
	public string $rest = '';

	/** How many cancellations and refunds of the rest were numbered so far. */
	public int $numbered = 0;

	/** Revision of the body. */
	public int $revision = 0;

	/** Instant of what was recorded last, in microseconds since 1970. */
	public int $last = 0;

	/** Whether it is only there for simulation: the sale was paid before the plugin was there, or long ago. */
	public bool $history = false;

	/**
	 * When the money of gift cards counts in it, as the site had it when it was first recorded: `used` or `sold`; '' in a
	 * shop without them. Another setting is for later orders.
	 */
	public string $gift_cards = '';

	/**
	 * A receipt for nothing yet.
	 *
	 * @param string $order Source and number of the order.
	 */
	public function __construct( private readonly string $order ) {}

	/**
	 * The receipt that was kept with an order.
	 *
	 * @param string $kept  Text, '' for none.
	 * @param string $order Source and number of the order.
	 * @return self One for nothing, where it is another order's or unreadable: what is recorded twice counts once.
	 */
	public static function of( string $kept, string $order ): self {
		$receipt = new self( $order );
		$fields  = \json_decode( $kept, true );
		if ( ! \is_array( $fields ) || $order !== ( $fields['order'] ?? null ) ) {
			return $receipt;
		}
		$receipt->body       = (string) ( $fields['body'] ?? '' );
		$receipt->owners     = (array) ( $fields['owners'] ?? [] );
		$receipt->refunds    = \array_map( 'strval', (array) ( $fields['refunds'] ?? [] ) );
		$receipt->called_off = (string) ( $fields['called_off'] ?? '' );
		$receipt->rest       = (string) ( $fields['rest'] ?? '' );
		$receipt->revision   = (int) ( $fields['revision'] ?? 0 );
		$receipt->numbered   = (int) ( $fields['numbered'] ?? 0 );
		$receipt->last       = (int) ( $fields['last'] ?? 0 );
		$receipt->history    = (bool) ( $fields['history'] ?? false );
		$receipt->gift_cards = (string) ( $fields['gift_cards'] ?? '' );
		return $receipt;
	}

	/**
	 * The text to keep; what is empty is left out.
	 */
	public function text(): string {
		return (string) \wp_json_encode( \array_filter( \get_object_vars( $this ) ), JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}

	/**
	 * Whether the order was ever counted.
	 */
	public function is_empty(): bool {
		return '' === $this->body;
	}
}
