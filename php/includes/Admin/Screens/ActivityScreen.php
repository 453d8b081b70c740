<?php
/**
 * The Activity screen: what was recorded and how it was processed.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\AttentionList;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Admin\Tables\ConflictsTable;
use Siren\Distributors\Admin\Tables\DisputesTable;
use Siren\Distributors\Admin\Tables\EngineTable;
use Siren\Distributors\Admin\Tables\EventsTable;
use Siren\Distributors\Admin\Tables\SalesTable;
use Siren\Distributors\Admin\Tables\UncountedRefundsTable;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Lists events; with `part=sales`, sales; with `part=look`, what needs attention. Events that do not count are included
 * with the reason, so that nothing disappears silently. `status`, `collaborator` and `s` filter the first two lists.
 */
final class ActivityScreen implements Screen {

	/** What each part lists, and the statuses it can be filtered by. */
	private const PARTS = [
		'events' => [ 'events', [ 'counted', 'ignored', 'history' ] ],
		'sales'  => [ 'transactions', [ 'complete', 'refunded', 'cancelled' ] ],
	];

	public static function slug(): string {
		return Page::ACTIVITY;
	}

	public static function title(): string {
		return \__( 'Activity', 'siren-distributors' );
	}

	public static function capability(): string {
		return Lifecycle::VIEW_REPORTS;
	}

	public static function help(): string {
		return \__( 'Everything that was recorded: who did what, who gets credit, and why something does not count. Look here when a collaborator is missing points.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [
			'looked_at'             => \__( 'Marked as reviewed and removed from the list. Nothing else has changed.', 'siren-distributors' ),
			'dispute_answered'      => \__( 'Your reply was sent. The collaborator can see it on their dashboard.', 'siren-distributors' ),
			'dispute_answered_once' => \__( 'Your reply was saved. A second person must give the same reply before it is sent.', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		Page::show( self::capability(), [ self::class, 'show_list' ] );
	}

	/**
	 * Prints the list.
	 */
	public static function show_list(): void {
		$to_look_at = AttentionList::counts();
		if ( AttentionList::PART === Page::argument( 'part' ) ) {
			self::show_what_to_look_at( $to_look_at );
			return;
		}
		$part                = 'sales' === Page::argument( 'part' ) ? 'sales' : 'events';
		[ $what, $statuses ] = self::PARTS[ $part ];
		$status              = Page::argument( 'status' );
		$search              = Page::argument( 's' );
		$collaborator        = Page::id( 'collaborator' );

		$filters = [];
		if ( \in_array( $status, $statuses, true ) ) {
			$filters['status'] = $status;
		}
		if ( '' !== $search ) {
			$filters['search'] = $search;
		}
		if ( $collaborator > 0 ) {
			$filters[ 'sales' === $part ? 'referrer' : 'collaborator' ] = $collaborator;
		}
		View::show(
			'activity/activity',
			[
				'part'     => $part,
				'look'     => \array_sum( $to_look_at ),
				'table'    => 'sales' === $part ? new SalesTable( $what, $filters ) : new EventsTable( $what, $filters ),
				'status'   => $filters['status'] ?? '',
				'statuses' => $statuses,
				'search'   => $search,
				'kept'     => $collaborator > 0 ? [ 'collaborator' => $collaborator ] : [],
				'whose'    => $collaborator > 0 ? ( new Names() )->of( 'collaborators', $collaborator ) : '',
			]
		);
	}

	/**
	 * Prints what needs attention: the requested kind, otherwise the first kind with any rows.
	 *
	 * @param array<string,int> $counts Number of rows of each kind.
	 */
	private static function show_what_to_look_at( array $counts ): void {
		$kind = Page::argument( 'kind' );
		$kind = isset( $counts[ $kind ] ) ? $kind : (string) \array_key_first( $counts );
		$refused = Submission::refused();
		View::show(
			'activity/activity',
			[
				'part'    => AttentionList::PART,
				'look'    => \array_sum( $counts ),
				'counts'  => $counts,
				'kind'    => $kind,
				'table'   => '' === $kind ? null : self::attention_table( $kind, $refused['typed'] ?? [] ),
				'refused' => $refused,
				'kept'    => [],
				'whose'   => '',
			]
		);
	}

	/**
	 * The table of one kind.
	 *
	 * @param string              $kind  A key of {@see self::counts()}.
	 * @param array<string,mixed> $typed What was typed into the last rejected form.
	 */
	private static function attention_table( string $kind, array $typed = [] ): EngineTable {
		[ $what, $query ] = AttentionList::kinds()[ $kind ];
		return match ( $kind ) {
			'conflicts' => new ConflictsTable( $what, $query ),
			'disputes'  => new DisputesTable( $query, $typed ),
			default     => new UncountedRefundsTable( $what, $query ),
		};
	}

	/** Dismisses a row. */
	public static function dismiss(): never {
		$form = new Submission( 'siren_looked_at', Lifecycle::MANAGE_PROGRAMS );
		$what = $form->text( 'what' );
		$id   = $form->id( 'id' );
		$back = Page::url( Page::ACTIVITY, [ 'part' => AttentionList::PART ] );
		$form->carry_out(
			$back,
			static function () use ( $what, $id, $back ): string {
				$details = StaffIdentity::now();
				if ( 'conflict' === $what ) {
					\siren_dismiss_conflict( $id, $details );
				} else {
					\siren_dismiss_refund( $id, $details );
				}
				return \add_query_arg( Notice::ARGUMENT, 'looked_at', $back );
			}
		);
	}
}
