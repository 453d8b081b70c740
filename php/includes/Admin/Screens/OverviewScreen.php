<?php
/**
 * The Overview screen: what is going on, and what needs attention.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Store;
use Siren\Distributors\Wording;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * The first screen, and its short form in a dashboard widget.
 */
final class OverviewScreen implements Screen {

	/** Number of open and of past periods shown; the lists have the rest. */
	private const SHOWN = 6;

	public static function slug(): string {
		return Page::OVERVIEW;
	}

	public static function title(): string {
		return \__( 'Overview', 'siren-distributors' );
	}

	public static function capability(): string {
		return Lifecycle::VIEW_REPORTS;
	}

	public static function help(): string {
		return \__( 'An overview of open periods: when they end, how much is in their pools, who is in the lead, and what is ready to pay. Anything that needs your attention is at the top.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [];
	}

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		Page::show( self::capability(), [ self::class, 'show' ] );
	}

	/**
	 * Prints the content.
	 */
	public static function show(): void {
		$facts  = self::facts( 3 );
		$recent = \siren_find(
			'distributions',
			[
				'status'   => [ 'complete', 'review', 'skipped', 'failed' ],
				'order_by' => 'closed_at',
				'order'    => 'desc',
				'per_page' => self::SHOWN,
			]
		)['items'];
		$facts['names']->ask( 'distributors', \array_column( $recent, 'distributor' ) );
		View::show(
			'overview/overview',
			$facts + [
				'problems'   => Health::problems(),
				'steps'      => self::steps(),
				'recent'     => $recent,
				'can_manage' => \current_user_can( Lifecycle::MANAGE_PROGRAMS ),
			]
		);
	}

	/** Adds the dashboard widget. */
	public static function add_widget(): void {
		if ( \current_user_can( Lifecycle::VIEW_REPORTS ) ) {
			\wp_add_dashboard_widget( 'siren_overview', \__( 'Siren: leaders', 'siren-distributors' ), [ self::class, 'show_widget' ] );
		}
	}

	/** Prints the dashboard widget. */
	public static function show_widget(): void {
		try {
			Store::open();
			$facts = self::facts( 1 );
		} catch ( SirenException $failure ) {
			Notice::refusal( \__( 'The ledger cannot be read.', 'siren-distributors' ), [ Wording::failure( $failure ) ] );
			return;
		}
		View::show( 'overview/widget', $facts );
	}

	/**
	 * The data for both forms.
	 *
	 * @param int $best Number of top collaborators of each open period.
	 * @return array{open:array[],names:Names,payable:array[],review:int} `open`: distributors with their `standings`,
	 *                                                                    the next to close first; `payable`: totals by
	 *                                                                    currency; `review`: number of distributions
	 *                                                                    waiting for approval.
	 */
	private static function facts( int $best ): array {
		$open  = [];
		$names = new Names();
		$rows  = \siren_find(
			'distributors',
			[
				'status'   => 'active',
				'per_page' => 100,
			]
		)['items'];
		\usort( $rows, static fn( array $one, array $other ): int => \strcmp( $one['period']['end'] ?? '9', $other['period']['end'] ?? '9' ) );
		foreach ( \array_slice( $rows, 0, self::SHOWN ) as $row ) {
			if ( null !== $row['distribution'] ) {
				$standings = \siren_standings(
					$row['id'],
					Clock::now(),
					[
						'names'    => true,
						'per_page' => $best,
					]
				);
				$open[] = $row + [ 'standings' => $standings ];
				$names->know( $standings['standings'] );
			}
		}
		return [
			'open'    => $open,
			'names'   => $names,
			'payable' => \siren_create_fulfillment(
				[
					'dry_run' => true,
					'now'     => Clock::now(),
				]
			)['totals'],
			'review'  => \siren_find(
				'distributions',
				[
					'status'   => 'review',
					'per_page' => 1,
				]
			)['total'],
		];
	}

	/**
	 * The first steps on a new site; empty once all are done.
	 *
	 * @return array<array{done:bool,text:string,url:string}>
	 */
	private static function steps(): array {
		$has   = static fn( string $what ): bool => \siren_find( $what, [ 'per_page' => 1 ] )['total'] > 0;
		$steps = [
			[
				'done' => $has( 'collaborators' ),
				'text' => \__( 'Add collaborators: everyone who can earn', 'siren-distributors' ),
				'url'  => Page::url( Page::COLLABORATORS, [ 'edit' => 'new' ] ),
			],
			[
				'done' => $has( 'distributors' ),
				'text' => \__( 'Choose a recipe: what is shared, with whom, and when', 'siren-distributors' ),
				'url'  => Page::url( Page::DISTRIBUTORS, [ 'edit' => 'new' ] ),
			],
			[
				'done' => $has( 'events' ) || $has( 'transactions' ),
				'text' => \__( 'Sell, teach and write: activity is recorded automatically', 'siren-distributors' ),
				'url'  => Page::url( Page::STATUS ),
			],
		];
		return [] === \array_filter( $steps, static fn( array $step ): bool => ! $step['done'] ) ? [] : $steps;
	}
}
