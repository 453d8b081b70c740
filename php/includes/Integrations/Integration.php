<?php
/**
 * A shop or a school that this plugin reads.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Backfill\Source;
use Siren\Distributors\Sales\Shop;

\defined( 'ABSPATH' ) || exit;

/**
 * What the rest of the plugin has to know of it. {@see Registry::ALL} lists the classes; the hooks that call them are in
 * hooks.php.
 */
interface Integration {

	/**
	 * The name it goes by in keys and in the ledger: `woocommerce`, `lifterlms`… Never to be changed.
	 */
	public static function source(): string;

	/**
	 * The types of its posts that earn for their owners: an administrator can name the owners beside their editor.
	 *
	 * @return string[]
	 */
	public static function post_types(): array;

	/**
	 * What reads its orders.
	 *
	 * @return ?class-string<Shop> Null where it sells nothing itself.
	 */
	public static function shop(): ?string;

	/**
	 * What tells which students paid for courses of any school here.
	 *
	 * @return ?class-string<CoursePurchases> Null where it sells no courses of others.
	 */
	public static function course_orders(): ?string;

	/**
	 * Where its past is read from, beside the orders.
	 *
	 * @return Source[]
	 */
	public static function past(): array;
}
