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
 * One autoloaded option, there from the start ({@see Lifecycle::ensure()}), so that reading a choice costs a page
 * nothing. Where the ledger lies is no choice made here but one of the server's configuration: see {@see Store}.
 */
final class Settings {

	public const OPTION = 'siren_settings';

	/** Option group of the settings page. */
	public const GROUP = 'siren_settings_group';

	/**
	 * The choices as they were last made valid, and all that they were made of.
	 *
	 * @var ?array{array<mixed>,array<string,string|int|bool>}
	 */
	private static ?array $valid = null;

	/**
	 * Every choice, complete and valid whatever the option holds. A page asks a dozen times: what is the same is not made
	 * valid again.
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

	/**
	 * ISO 4217 code new distributors start with: the chosen one, else the shop's, else US dollars.
	 */
	public static function currency(): string {
		$chosen = self::all()['currency'];
		return '' === $chosen ? self::shop_currency() : $chosen;
	}

	/**
	 * What the shop sells in, US dollars where there is none.
	 */
	public static function shop_currency(): string {
		// Of what WordPress has read already: on a site without a shop the option is not there, and asking for one that is
		// not there costs every page a query.
		$shop = \wp_load_alloptions()['woocommerce_currency'] ?? '';
		return \is_string( $shop ) && 1 === \preg_match( '/^[A-Z]{3}$/D', $shop ) ? $shop : 'USD';
	}

	/**
	 * The zone new schedules start with: the site's, an IANA name or an offset such as `+05:30`. The engine takes both.
	 */
	public static function timezone(): string {
		return \wp_timezone_string();
	}

	/**
	 * Makes valid choices of anything; the callback WordPress runs before the option is stored.
	 *
	 * @param mixed $input What a form sent or the option held.
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
