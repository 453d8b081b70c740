<?php
/**
 * The settings of the site.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Distributors\Settings\Definitions;
use Siren\Distributors\Settings\LinkParameter;

\defined( 'ABSPATH' ) || exit;

/**
 * One autoloaded option that exists from the start ({@see Lifecycle::ensure()}), so that reading a setting needs no
 * query. The location of the ledger is not a setting but part of the server's configuration: see {@see Store}.
 */
final class Settings {

	public const OPTION = 'siren_settings';

	/** Option group of the settings page. */
	public const GROUP = 'siren_settings_group';

	/**
	 * Cache of the validated settings, together with the raw values they came from.
	 *
	 * @var ?array{array<mixed>,array<string,string|int|bool>}
	 */
	private static ?array $valid = null;

	/**
	 * Every setting, complete and valid whatever the option contains. A page asks a dozen times, so unchanged values
	 * are not validated again.
	 *
	 * @return array<string,string|int|bool>
	 */
	public static function all(): array {
		$kept = \get_option( self::OPTION, [] );
		$from = [ $kept, LinkParameter::reserved() ];
		if ( null === self::$valid || $from !== self::$valid[0] ) {
			self::$valid = [ $from, self::sanitize( $kept ) ];
		}
		return self::$valid[1];
	}

	/** ISO 4217 code for new distributors: the chosen currency, otherwise the shop's, otherwise US dollars. */
	public static function currency(): string {
		$chosen = self::all()['currency'];
		return '' === $chosen ? self::shop_currency() : $chosen;
	}

	/** The shop's currency; US dollars without a shop. */
	public static function shop_currency(): string {
		// Read from the autoloaded options: without a shop this option does not exist, and asking for a missing option
		// costs every page a query.
		$shop = \wp_load_alloptions()['woocommerce_currency'] ?? '';
		return \is_string( $shop ) && 1 === \preg_match( '/^[A-Z]{3}$/D', $shop ) ? $shop : 'USD';
	}

	/**
	 * Time zone for new schedules: the site's, as an IANA name or an offset such as `+05:30`. The engine takes both.
	 */
	public static function timezone(): string {
		return \wp_timezone_string();
	}

	/**
	 * Validates the settings; WordPress calls this before it stores the option.
	 *
	 * @param mixed $input From the form or the option.
	 * @return array<string,string|int|bool>
	 */
	public static function sanitize( $input ): array {
		$given = \is_array( $input ) ? $input : [];
		$valid = [];
		foreach ( Definitions::all() as $name => $setting ) {
			$valid[ $name ] = \array_key_exists( $name, $given ) ? $setting->valid( $given[ $name ] ) : $setting->default;
		}
		return $valid;
	}
}
