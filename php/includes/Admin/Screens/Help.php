<?php
/**
 * The help tabs of the screens.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

\defined( 'ABSPATH' ) || exit;

/**
 * The help text of each screen, and the plugin's glossary on all of them.
 */
final class Help {

	/**
	 * Adds the tabs.
	 *
	 * @param \WP_Screen $screen Current screen.
	 */
	public static function add( \WP_Screen $screen ): void {
		$ours = 1 === \preg_match( '/_page_(siren-[a-z]+)$/', $screen->id, $page ) ? self::screen( $page[1] ) : null;
		if ( null === $ours ) {
			return;
		}
		$screen->add_help_tab(
			[
				'id'      => 'siren-screen',
				'title'   => \__( 'This screen', 'siren-distributors' ),
				'content' => '<p>' . \esc_html( $ours::help() ) . '</p>',
			]
		);
		$words = '';
		foreach ( self::words() as [ $word, $meaning ] ) {
			$words .= '<dt><strong>' . \esc_html( $word ) . '</strong></dt><dd>' . \esc_html( $meaning ) . '</dd>';
		}
		$screen->add_help_tab(
			[
				'id'      => 'siren-words',
				'title'   => \__( 'Glossary', 'siren-distributors' ),
				'content' => '<dl>' . $words . '</dl>',
			]
		);
	}

	/**
	 * The screen with a slug.
	 *
	 * @param string $slug Slug.
	 * @return ?class-string<Screen> Null if it is not one of ours.
	 */
	private static function screen( string $slug ): ?string {
		foreach ( Menu::SCREENS as $screen ) {
			if ( $screen::slug() === $slug ) {
				return $screen;
			}
		}
		return null;
	}

	/**
	 * The glossary.
	 *
	 * @return array<array{string,string}> Each with a term and its meaning.
	 */
	private static function words(): array {
		return [
			[ \__( 'Collaborator', 'siren-distributors' ), \__( 'anyone who can earn', 'siren-distributors' ) ],
			[ \__( 'Distributor', 'siren-distributors' ), \__( 'the rule: what is measured, what fills the pool, how it is divided, and when', 'siren-distributors' ) ],
			[ \__( 'Distribution', 'siren-distributors' ), \__( 'one run of a distributor, for one period', 'siren-distributors' ) ],
			[ \__( 'Reward pool', 'siren-distributors' ), \__( 'the money that a distribution divides', 'siren-distributors' ) ],
			[ \__( 'Obligation', 'siren-distributors' ), \__( 'an amount the site owes a collaborator', 'siren-distributors' ) ],
			[ \__( 'Fulfillment', 'siren-distributors' ), \__( 'a batch of payouts, one for each collaborator', 'siren-distributors' ) ],
			[ \__( 'Heartbeat', 'siren-distributors' ), \__( 'the scheduled task that runs distributions when they are due', 'siren-distributors' ) ],
		];
	}
}
