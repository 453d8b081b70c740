<?php
/**
 * What was recorded about one order.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

\defined( 'ABSPATH' ) || exit;

/**
 * Stored in the order's own metadata, because a page must not open the ledger. It contains the id of its order, because
 * plugins that copy an order, for example for renewals, copy its metadata too.
 */
final class Receipt {

	/** The recorded content that money and points depend on; '' if nothing was recorded. */
	public string $body = '';

	/**
	 * Owners of each line item at the time it was first recorded: whoever takes over a product later does not earn from
	 * earlier sales.
	 *
	 * @var array<string,array[]>
	 */
	public array $owners = [];

	/**
	 * Refunds in force, by id.
	 *
	 * @var array<string,string>
	 */
	public array $refunds = [];

	/** Id of the cancellation in force; '' for none. */
	public string $called_off = '';

	/** Id of the refund of the remainder; '' for none. */
	public string $rest = '';

	/** Number of cancellations and refunds of the remainder so far. */
	public int $numbered = 0;

	/** Revision of the body. */
	public int $revision = 0;

	/** Instant of the last record, in microseconds since 1970. */
	public int $last = 0;

	/**
	 * Whether the sale is only recorded for simulation, because it was paid before the plugin was installed or long
	 * ago.
	 */
	public bool $history = false;

	/**
	 * When the money of gift cards counts in this order, according to the setting when it was first recorded: `used` or
	 * `sold`; '' in a shop without gift cards. Changing the setting only affects later orders.
	 */
	public string $gift_cards = '';

	/**
	 * Creates an empty receipt.
	 *
	 * @param string $order Source name and order id.
	 */
	public function __construct( private readonly string $order ) {}

	/**
	 * Reads the receipt stored with an order.
	 *
	 * @param string $kept  Stored text; '' for none.
	 * @param string $order Source name and order id.
	 * @return self An empty receipt if it is unreadable or belongs to another order: recording something twice counts
	 *              it once.
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

	/** The text to store, without empty values. */
	public function text(): string {
		return (string) \wp_json_encode( \array_filter( \get_object_vars( $this ) ), JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
	}

	/** Whether the order never counted. */
	public function is_empty(): bool {
		return '' === $this->body;
	}
}
