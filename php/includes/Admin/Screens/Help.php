<?php
/**
 * The help behind the button at the top of a screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;

/**
 * One short text for each screen, and the words of the plugin on all of them.
 */
final class Help {

	/**
	 * Adds the tabs.
	 *
	 * @param \WP_Screen $screen Which screen.
	 */
	public static function add( \WP_Screen $screen ): void {
		if ( 1 !== \preg_match( '/_page_(siren-[a-z]+)$/', $screen->id, $page ) || ! isset( self::texts()[ $page[1] ] ) ) {
			return;
		}
		$screen->add_help_tab(
			[
				'id'      => 'siren-screen',
				'title'   => \__( 'This screen', 'siren-distributors' ),
				'content' => '<p>' . \esc_html( self::texts()[ $page[1] ] ) . '</p>',
			]
		);
		$words = '';
		foreach ( self::words() as [ $word, $meaning ] ) {
			$words .= '<dt><strong>' . \esc_html( $word ) . '</strong></dt><dd>' . \esc_html( $meaning ) . '</dd>';
		}
		$screen->add_help_tab(
			[
				'id'      => 'siren-words',
				'title'   => \__( 'Words', 'siren-distributors' ),
				'content' => '<dl>' . $words . '</dl>',
			]
		);
	}

	/**
	 * What each screen is for.
	 *
	 * @return array<string,string>
	 */
	private static function texts(): array {
		return [
			Page::OVERVIEW      => \__( 'What is going on: when the next periods end, what is in their pools, who is ahead, and what can be paid. What needs somebody stands on top.', 'siren-distributors' ),
			Page::DISTRIBUTORS  => \__( 'A distributor is a rule. Write it as a sentence; beside it you see what it would pay now, and what it would have paid. A changed rule takes effect with the next period.', 'siren-distributors' ),
			Page::DISTRIBUTIONS => \__( 'A distribution is one run of a distributor, for one period. While its period is open you see what it would pay; afterwards what it decided. Every amount leads to the events behind it.', 'siren-distributors' ),
			Page::PAYOUTS       => \__( 'What is owed becomes a fulfillment, and each of its payouts is marked as you pay it. Preview a fulfillment before you make it. What failed is owed again.', 'siren-distributors' ),
			Page::COLLABORATORS => \__( 'Everybody who can earn. Bind a collaborator to a WordPress user, and what this user teaches, writes and sells earns for them. Coupons and link codes do the same for sales.', 'siren-distributors' ),
			Page::ACTIVITY      => \__( 'Everything that was recorded: who did what, whom it credits, and why it does not count where it does not. Ask here when somebody misses points.', 'siren-distributors' ),
			Page::SETTINGS      => \__( 'Choices for the whole site. What a distributor does is chosen in the distributor.', 'siren-distributors' ),
			Page::STATUS        => \__( 'Whether everything is well, and what to do if not. Verify the ledger to prove that no amount was changed.', 'siren-distributors' ),
		];
	}

	/**
	 * The words of the plugin.
	 *
	 * @return array<array{string,string}> Each a word and what it means.
	 */
	private static function words(): array {
		return [
			[ \__( 'Collaborator', 'siren-distributors' ), \__( 'somebody who can earn', 'siren-distributors' ) ],
			[ \__( 'Distributor', 'siren-distributors' ), \__( 'the rule: what is measured, what fills the pool, how it is divided, and when', 'siren-distributors' ) ],
			[ \__( 'Distribution', 'siren-distributors' ), \__( 'one run of a distributor, for one period', 'siren-distributors' ) ],
			[ \__( 'Reward pool', 'siren-distributors' ), \__( 'the money that a distribution divides', 'siren-distributors' ) ],
			[ \__( 'Obligation', 'siren-distributors' ), \__( 'an amount the site owes a collaborator', 'siren-distributors' ) ],
			[ \__( 'Fulfillment', 'siren-distributors' ), \__( 'a batch of payouts, one for each collaborator', 'siren-distributors' ) ],
			[ \__( 'Heartbeat', 'siren-distributors' ), \__( 'WP-Cron’s call that runs what is due', 'siren-distributors' ) ],
		];
	}
}
