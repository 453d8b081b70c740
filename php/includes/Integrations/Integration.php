<?php
/**
 * A shop or an LMS that this plugin supports.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Backfill\Source;
use Siren\Distributors\Sales\Shop;

\defined( 'ABSPATH' ) || exit;

/**
 * What the rest of the plugin needs to know about it. {@see Registry::ALL} lists the classes; hooks.php lists the hooks
 * that call them.
 */
interface Integration {

	/** Source name in keys and in the ledger: `woocommerce`, `lifterlms`… Must never change. */
	public static function source(): string;

	/**
	 * Post types that earn for their owners. Administrators can name the owners on their edit screens.
	 *
	 * @return string[]
	 */
	public static function post_types(): array;

	/**
	 * The class that reads its orders.
	 *
	 * @return ?class-string<Shop> Null if it sells nothing itself.
	 */
	public static function shop(): ?string;

	/**
	 * The class that knows which students bought courses of an LMS in this shop.
	 *
	 * @return ?class-string<CoursePurchases> Null if it does not sell courses of others.
	 */
	public static function course_orders(): ?string;

	/**
	 * Sources of its past, other than orders.
	 *
	 * @return Source[]
	 */
	public static function past(): array;
}
