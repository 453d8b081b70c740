<?php
/**
 * The help behind the button at the top of a screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

\defined( 'ABSPATH' ) || exit;

/**
 * The text of each screen, and the words of the plugin on all of them.
 */
final class Help {

	/**
	 * Adds the tabs.
	 *
	 * @param \WP_Screen $screen Which screen.
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
	 * The screen at an address.
	 *
	 * @param string $slug Its name there.
	 * @return ?class-string<Screen> Null where it is none of ours.
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
	 * The words of the plugin.
	 *
	 * @return array<array{string,string}> Each a word and what it means.
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
