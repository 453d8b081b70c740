<?php
/**
 * The site's choices.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * One autoloaded option, there from the start ({@see Lifecycle::ensure()}), so that reading a choice costs a page
 * nothing. Where the ledger lies is no choice made here but one of the server's configuration: see {@see Store}.
 */
final class Settings {

	public const OPTION = 'siren_settings';

	/** Option group of the settings page. */
	public const GROUP = 'siren_settings_group';

	public const VISIT_WINDOWS = [ 'every', 'session', 'day', 'period' ];
	public const ATTRIBUTIONS  = [ 'last_click', 'first_click' ];
	public const OTHERS        = [ 'nothing', 'ranks', 'scores' ];
	public const VISITS        = [ 'beacon', 'server', 'off' ];
	public const GIFT_CARDS    = [ 'used', 'sold' ];

	private const DEFAULTS = [
		'currency'            => '',
		'visits'              => 'beacon',
		'visit_window'        => 'session',
		'network_visitors'    => 10,
		'do_not_track'        => false,
		'visit_months'        => 0,
		'link_parameter'      => 'ref',
		'pretty_links'        => false,
		'cookie_days'         => 30,
		'attribution'         => 'last_click',
		'gift_cards'          => 'used',
		'retake_days'         => 0,
		'dashboard_others'    => 'nothing',
		'two_people'          => false,
		'delete_on_uninstall' => false,
	];

	private const COOKIE_DAYS_MAX      = 365;
	private const NETWORK_VISITORS_MAX = 10_000;
	private const VISIT_MONTHS_MAX     = 120;
	private const RETAKE_DAYS_MAX      = 3650;

	/**
	 * The choices as they were last made valid, and all that they were made of.
	 *
	 * @var ?array{array<mixed>,array{currency:string,visits:string,visit_window:string,network_visitors:int,do_not_track:bool,visit_months:int,link_parameter:string,pretty_links:bool,cookie_days:int,attribution:string,gift_cards:string,retake_days:int,dashboard_others:string,two_people:bool,delete_on_uninstall:bool}}
	 */
	private static ?array $valid = null;

	/**
	 * Every choice, complete and valid whatever the option holds. A page asks a dozen times: what is the same is not made
	 * valid again.
	 *
	 * @return array{currency:string,visits:string,visit_window:string,network_visitors:int,do_not_track:bool,visit_months:int,link_parameter:string,pretty_links:bool,cookie_days:int,attribution:string,gift_cards:string,retake_days:int,dashboard_others:string,two_people:bool,delete_on_uninstall:bool}
	 */
	public static function all(): array {
		$kept = \get_option( self::OPTION, [] );
		$from = [ $kept, self::reserved() ];
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
	 * @return array{currency:string,visits:string,visit_window:string,network_visitors:int,do_not_track:bool,visit_months:int,link_parameter:string,pretty_links:bool,cookie_days:int,attribution:string,gift_cards:string,retake_days:int,dashboard_others:string,two_people:bool,delete_on_uninstall:bool}
	 */
	public static function sanitize( $input ): array {
		$given = \array_merge( self::DEFAULTS, \is_array( $input ) ? $input : [] );

		$currency  = \strtoupper( \trim( self::text( $given['currency'] ) ) );
		$visits    = self::text( $given['visits'] );
		$window    = self::text( $given['visit_window'] );
		$parameter = \sanitize_key( self::text( $given['link_parameter'] ) );
		$choice    = self::text( $given['attribution'] );
		$others    = self::text( $given['dashboard_others'] );
		$cards     = self::text( $given['gift_cards'] );

		return [
			'currency'            => 1 === \preg_match( '/^[A-Z]{3}$/D', $currency ) ? $currency : self::DEFAULTS['currency'],
			'visits'              => \in_array( $visits, self::VISITS, true ) ? $visits : self::DEFAULTS['visits'],
			'visit_window'        => \in_array( $window, self::VISIT_WINDOWS, true ) ? $window : self::DEFAULTS['visit_window'],
			'network_visitors'    => self::number( $given['network_visitors'], 1, self::NETWORK_VISITORS_MAX, self::DEFAULTS['network_visitors'] ),
			'do_not_track'        => (bool) $given['do_not_track'],
			'visit_months'        => \min( self::VISIT_MONTHS_MAX, \max( 0, (int) self::text( $given['visit_months'] ) ) ),
			'link_parameter'      => self::is_free_parameter( $parameter ) ? $parameter : self::DEFAULTS['link_parameter'],
			'pretty_links'        => (bool) $given['pretty_links'],
			'cookie_days'         => \min( self::COOKIE_DAYS_MAX, \max( 1, (int) self::text( $given['cookie_days'] ) ) ),
			'attribution'         => \in_array( $choice, self::ATTRIBUTIONS, true ) ? $choice : self::DEFAULTS['attribution'],
			'gift_cards'          => \in_array( $cards, self::GIFT_CARDS, true ) ? $cards : self::DEFAULTS['gift_cards'],
			'retake_days'         => \min( self::RETAKE_DAYS_MAX, \max( 0, (int) self::text( $given['retake_days'] ) ) ),
			'dashboard_others'    => \in_array( $others, self::OTHERS, true ) ? $others : self::DEFAULTS['dashboard_others'],
			'two_people'          => (bool) $given['two_people'],
			'delete_on_uninstall' => (bool) $given['delete_on_uninstall'],
		];
	}

	/**
	 * A word WordPress reads itself (`p`, `page`, `author`…) would make every affiliate link a query for something else.
	 *
	 * @param string $parameter Name of a query argument.
	 */
	private static function is_free_parameter( string $parameter ): bool {
		[ $public, $private ] = self::reserved();
		return '' !== $parameter && ! \in_array( $parameter, $public, true ) && ! \in_array( $parameter, $private, true );
	}

	/**
	 * The words WordPress reads itself; none before it knows them.
	 *
	 * @return array{string[],string[]} Those an address may have, and the others.
	 */
	private static function reserved(): array {
		return isset( $GLOBALS['wp'] ) ? [ $GLOBALS['wp']->public_query_vars, $GLOBALS['wp']->private_query_vars ] : [ [], [] ];
	}

	/**
	 * A whole number within bounds. What is none is the default, and not the least: an empty field must not refuse nearly
	 * everybody.
	 *
	 * @param mixed $value   Untrusted.
	 * @param int   $least   The least.
	 * @param int   $most    The most.
	 * @param int   $default Where it is no number.
	 */
	private static function number( $value, int $least, int $most, int $default ): int {
		$text = \trim( self::text( $value ) );
		return \is_numeric( $text ) ? \min( $most, \max( $least, (int) $text ) ) : $default;
	}

	/**
	 * Scalars as text, anything else as nothing.
	 *
	 * @param mixed $value Untrusted.
	 */
	private static function text( $value ): string {
		return \is_scalar( $value ) ? (string) $value : '';
	}
}
