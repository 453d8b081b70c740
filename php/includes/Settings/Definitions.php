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
					'help'  => \sprintf( \__( 'What new distributors start with. Empty for the shop’s own: %s.', 'siren-distributors' ), Settings::shop_currency() ),
				]
			),
			'gift_cards'          => Setting::choice(
				'money',
				[ 'used', 'sold' ],
				'used',
				static fn(): array => [
					'label'   => \__( 'Gift cards count', 'siren-distributors' ),
					'choices' => [
						'used' => \__( 'when something is bought with them', 'siren-distributors' ),
						'sold' => \__( 'when they are sold', 'siren-distributors' ),
					],
					'help'    => \__( 'Their money counts once either way. WooCommerce only.', 'siren-distributors' ),
				]
			),
			'visits'              => Setting::choice(
				'visits',
				[ 'beacon', 'server', 'off' ],
				'beacon',
				static fn(): array => [
					'label'   => \__( 'Visits are counted', 'siren-distributors' ),
					'choices' => [
						'beacon' => \__( 'by a small script in the pages, also behind a page cache', 'siren-distributors' ),
						'server' => \__( 'by the server while it makes a page; a cached page is missed', 'siren-distributors' ),
						'off'    => \__( 'not at all; followed links are still remembered', 'siren-distributors' ),
					],
					'help'    => \__( 'Bots, previews, pages fetched ahead and the visits of a post’s author and editors never count.', 'siren-distributors' ),
				]
			),
			'visit_window'        => Setting::choice(
				'visits',
				[ 'every', 'session', 'day', 'period' ],
				'session',
				static fn(): array => [
					'label'   => \__( 'A visitor counts', 'siren-distributors' ),
					'choices' => [
						'every'   => \__( 'with every page view', 'siren-distributors' ),
						'session' => \__( 'once each half hour', 'siren-distributors' ),
						'day'     => \__( 'once a day', 'siren-distributors' ),
						'period'  => \__( 'once; who is not logged in, once a day', 'siren-distributors' ),
					],
					'help'    => \__( 'For each post or link. Visitors are told apart by a code that changes every day; no address is kept.', 'siren-distributors' ),
				]
			),
			'network_visitors'    => Setting::number(
				'visits',
				10,
				1,
				10_000,
				static fn(): array => [
					'label' => \__( 'Visitors of one network', 'siren-distributors' ),
					'after' => \__( 'a day', 'siren-distributors' ),
					'help'  => \__( 'At most so many count for one post or link, so that nobody can make up readers; further ones are kept as ignored. A network is a household, an office or a school that shares an address. Raise it if whole classes read your posts.', 'siren-distributors' ),
				]
			),
			'visit_months'        => Setting::number(
				'visits',
				0,
				0,
				120,
				static fn(): array => [
					'label' => \__( 'Keep single visits for', 'siren-distributors' ),
					'after' => \__( 'months', 'siren-distributors' ),
					'help'  => \__( 'Older ones become one row for each hour and post; points and amounts stay. 0 keeps every visit.', 'siren-distributors' ),
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
					'help'  => \sprintf( \__( 'The word before a collaborator’s code: %s. Links that are already out stop counting when it changes.', 'siren-distributors' ), \add_query_arg( $values['link_parameter'], 'code', \home_url( '/' ) ) ),
				]
			),
			'pretty_links'        => Setting::flag(
				'visits',
				false,
				static fn( array $values ): array => [
					'label' => \__( 'Form of links', 'siren-distributors' ),
					/* translators: %s: an address with a link code. */
					'text'  => \sprintf( \__( 'Make links like %s', 'siren-distributors' ), \home_url( '/' . $values['link_parameter'] . '/code/' ) ),
					'help'  => \__( 'They lead on to the page with the code as a parameter, which always works as well. The site needs pretty permalinks.', 'siren-distributors' ),
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
					'label'   => \__( 'If several links were followed', 'siren-distributors' ),
					'choices' => [
						'last_click'  => \__( 'the last one is remembered', 'siren-distributors' ),
						'first_click' => \__( 'the first one is remembered', 'siren-distributors' ),
					],
					'help'    => \__( 'A coupon used in the purchase comes before any link.', 'siren-distributors' ),
				]
			),
			'do_not_track'        => Setting::flag(
				'visits',
				false,
				static fn(): array => [
					'label' => \__( 'Privacy signals', 'siren-distributors' ),
					'text'  => \__( 'Neither count nor remember visitors whose browser sends Do Not Track or Global Privacy Control', 'siren-distributors' ),
					'help'  => \__( 'A consent plugin that speaks the WP Consent API is asked in any case: “marketing” to remember a link, “anonymous statistics” to count.', 'siren-distributors' ),
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
					'help'  => \__( 'When a student completes the same course or lesson again. With 0 only the first time counts.', 'siren-distributors' ),
				]
			),
			'dashboard_others'    => Setting::choice(
				'collaborators',
				[ 'nothing', 'ranks', 'scores' ],
				'nothing',
				static fn(): array => [
					'label'   => \__( 'Of others they see', 'siren-distributors' ),
					'choices' => [
						'nothing' => \__( 'nothing', 'siren-distributors' ),
						'ranks'   => \__( 'who has which place', 'siren-distributors' ),
						'scores'  => \__( 'places and points', 'siren-distributors' ),
					],
					'help'    => \__( 'What others earn is never shown.', 'siren-distributors' ),
				]
			),
			'two_people'          => Setting::flag(
				'payouts',
				false,
				static fn(): array => [
					'label' => \__( 'Two people', 'siren-distributors' ),
					'text'  => \__( 'Who makes a fulfillment cannot mark its payouts', 'siren-distributors' ),
					'help'  => \__( 'Then nobody alone can send money out and book it. Both need the capability siren_approve_payouts.', 'siren-distributors' ),
				]
			),
			'delete_on_uninstall' => Setting::flag(
				'uninstall',
				false,
				static fn(): array => [
					'label' => \__( 'Data', 'siren-distributors' ),
					'text'  => \__( 'Delete the ledger and all settings', 'siren-distributors' ),
					'help'  => \__( 'The ledger says who is owed what and who was paid; it cannot be restored. Without this, everything stays where it is. A directory that the server’s configuration names is never deleted.', 'siren-distributors' ),
				]
			),
		];
	}
}
