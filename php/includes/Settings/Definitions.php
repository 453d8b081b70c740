<?php
/**
 * Every setting of the site.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Settings;

use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * One entry for each. The defaults, the validation and the form on the Settings screen are derived from it. The option
 * stores values under these names; never change one.
 */
final class Definitions {

	/** The form of an ISO 4217 code. */
	private const CURRENCY = '/^[A-Z]{3}$/D';

	/**
	 * The settings by name, in display order.
	 *
	 * @return array<string,Setting>
	 */
	public static function all(): array {
		return [
			'currency'            => Setting::text(
				'money',
				'',
				static function ( string $typed ): ?string {
					$code = \strtoupper( \trim( $typed ) );
					return 1 === \preg_match( self::CURRENCY, $code ) ? $code : null;
				},
				[
					'class'     => 'small-text code',
					'size'      => 6,
					'maxlength' => 3,
				],
				static fn(): array => [
					'label' => \__( 'Currency', 'siren-distributors' ),
					/* translators: %s: three letters of a currency. */
					'help'  => \sprintf( \__( 'The default for new distributors. Leave empty to use the store currency: %s.', 'siren-distributors' ), Settings::shop_currency() ),
				]
			),
			'gift_cards'          => Setting::choice(
				'money',
				[ 'used', 'sold' ],
				'used',
				static fn(): array => [
					'label'   => \__( 'Count gift cards', 'siren-distributors' ),
					'choices' => [
						'used' => \__( 'when they are used', 'siren-distributors' ),
						'sold' => \__( 'when they are sold', 'siren-distributors' ),
					],
					'help'    => \__( 'Either way, the amount counts only once. WooCommerce only.', 'siren-distributors' ),
				]
			),
			'visits'              => Setting::choice(
				'visits',
				[ 'beacon', 'server', 'off' ],
				'beacon',
				static fn(): array => [
					'label'   => \__( 'Count visits', 'siren-distributors' ),
					'choices' => [
						'beacon' => \__( 'with a small script on each page (works with page caching)', 'siren-distributors' ),
						'server' => \__( 'on the server when it renders a page (misses cached pages)', 'siren-distributors' ),
						'off'    => \__( 'never (affiliate links are still remembered)', 'siren-distributors' ),
					],
					'help'    => \__( 'Bots, previews, prefetched pages and visits by a post’s author and editors never count.', 'siren-distributors' ),
				]
			),
			'visit_window'        => Setting::choice(
				'visits',
				[ 'every', 'session', 'day', 'period' ],
				'session',
				static fn(): array => [
					'label'   => \__( 'Count each visitor', 'siren-distributors' ),
					'choices' => [
						'every'   => \__( 'on every page view', 'siren-distributors' ),
						'session' => \__( 'once per half hour', 'siren-distributors' ),
						'day'     => \__( 'once per day', 'siren-distributors' ),
						'period'  => \__( 'once (once per day if not logged in)', 'siren-distributors' ),
					],
					'help'    => \__( 'For each post or link. Visitors are told apart by a code that changes every day. IP addresses are not stored.', 'siren-distributors' ),
				]
			),
			'network_visitors'    => Setting::number(
				'visits',
				10,
				1,
				10_000,
				static fn(): array => [
					'label' => \__( 'Visitors from one network', 'siren-distributors' ),
					'after' => \__( 'per day', 'siren-distributors' ),
					'help'  => \__( 'The maximum that counts for one post or link, so that no one can fake visitors. Visits above the limit are recorded as ignored. A network is a household, office or school that shares an IP address. Increase the limit if whole classes read your posts.', 'siren-distributors' ),
				]
			),
			'visit_months'        => Setting::number(
				'visits',
				0,
				0,
				120,
				static fn(): array => [
					'label' => \__( 'Keep individual visits for', 'siren-distributors' ),
					'after' => \__( 'months', 'siren-distributors' ),
					'help'  => \__( 'Older visits are combined into one row per hour and post. Points and amounts do not change. Enter 0 to keep every visit.', 'siren-distributors' ),
				]
			),
			'link_parameter'      => Setting::text(
				'visits',
				'ref',
				LinkParameter::valid( ... ),
				[
					'class' => 'code',
					'size'  => 16,
				],
				static fn( array $values ): array => [
					'label' => \__( 'Link parameter', 'siren-distributors' ),
					/* translators: %s: an address with a link code. */
					'help'  => \sprintf( \__( 'The URL parameter before a collaborator’s code: %s. If you change it, existing links stop counting.', 'siren-distributors' ), \add_query_arg( $values['link_parameter'], 'code', \home_url( '/' ) ) ),
				]
			),
			'pretty_links'        => Setting::flag(
				'visits',
				false,
				static fn( array $values ): array => [
					'label' => \__( 'Link format', 'siren-distributors' ),
					/* translators: %s: an address with a link code. */
					'text'  => \sprintf( \__( 'Use links like %s', 'siren-distributors' ), \home_url( '/' . $values['link_parameter'] . '/code/' ) ),
					'help'  => \__( 'They redirect to the page with the code as a parameter, which also keeps working. Requires pretty permalinks.', 'siren-distributors' ),
				]
			),
			'cookie_days'         => Setting::number(
				'visits',
				30,
				1,
				365,
				static fn(): array => [
					'label' => \__( 'Remember a link for', 'siren-distributors' ),
					'after' => \__( 'days', 'siren-distributors' ),
				]
			),
			'attribution'         => Setting::choice(
				'visits',
				[ 'last_click', 'first_click' ],
				'last_click',
				static fn(): array => [
					'label'   => \__( 'If a visitor follows several links', 'siren-distributors' ),
					'choices' => [
						'last_click'  => \__( 'remember the last one', 'siren-distributors' ),
						'first_click' => \__( 'remember the first one', 'siren-distributors' ),
					],
					'help'    => \__( 'A coupon used at checkout takes precedence over any link.', 'siren-distributors' ),
				]
			),
			'do_not_track'        => Setting::flag(
				'visits',
				false,
				static fn(): array => [
					'label' => \__( 'Privacy signals', 'siren-distributors' ),
					'text'  => \__( 'Do not count or remember visitors whose browser sends Do Not Track or Global Privacy Control', 'siren-distributors' ),
					'help'  => \__( 'Consent plugins that support the WP Consent API are always respected: “marketing” is required to remember a link, “anonymous statistics” to count a visit.', 'siren-distributors' ),
				]
			),
			'retake_days'         => Setting::number(
				'courses',
				0,
				0,
				3650,
				static fn(): array => [
					'label' => \__( 'Count a completion again after', 'siren-distributors' ),
					'after' => \__( 'days', 'siren-distributors' ),
					'help'  => \__( 'Applies when a student completes the same course or lesson again. Enter 0 to count only the first completion.', 'siren-distributors' ),
				]
			),
			'dashboard_others'    => Setting::choice(
				'collaborators',
				[ 'nothing', 'ranks', 'scores' ],
				'nothing',
				static fn(): array => [
					'label'   => \__( 'What they see of others', 'siren-distributors' ),
					'choices' => [
						'nothing' => \__( 'nothing', 'siren-distributors' ),
						'ranks'   => \__( 'ranks', 'siren-distributors' ),
						'scores'  => \__( 'ranks and points', 'siren-distributors' ),
					],
					'help'    => \__( 'Other collaborators’ earnings are never shown.', 'siren-distributors' ),
				]
			),
			'two_people'          => Setting::flag(
				'payouts',
				false,
				static fn(): array => [
					'label' => \__( 'Require two people', 'siren-distributors' ),
					'text'  => \__( 'The person who creates a fulfillment cannot mark its payouts', 'siren-distributors' ),
					'help'  => \__( 'Then no one can both send money and record it alone. Both people need the siren_approve_payouts capability.', 'siren-distributors' ),
				]
			),
			'delete_on_uninstall' => Setting::flag(
				'uninstall',
				false,
				static fn(): array => [
					'label' => \__( 'Data', 'siren-distributors' ),
					'text'  => \__( 'Delete the ledger and all settings', 'siren-distributors' ),
					'help'  => \__( 'The ledger records who is owed what and who was paid. You cannot restore it after deletion. If this box is not checked, nothing is deleted. A directory set in the server configuration is never deleted.', 'siren-distributors' ),
				]
			),
		];
	}
}
