<?php
/**
 * The Distributions screen: the list, a distribution, and the explanation of an amount.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Chart;
use Siren\Distributors\Admin\Support\CsvExport;
use Siren\Distributors\Admin\Support\Doubts;
use Siren\Distributors\Admin\Support\Download;
use Siren\Distributors\Admin\Support\LifecycleTimeline;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Admin\Support\VisitSources;
use Siren\Distributors\Admin\Tables\AllocationsTable;
use Siren\Distributors\Admin\Tables\DistributionsTable;
use Siren\Distributors\Admin\Tables\ObligationsTable;
use Siren\Distributors\Admin\Tables\StandingsTable;
use Siren\Distributors\Clock;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * Without arguments the list, which `distributor` and `status` filter; with `view`, one distribution; with `explain`,
 * everything behind one obligation.
 */
final class DistributionsScreen implements Screen {

	/** Statuses of a distribution whose period is still open. */
	private const OPEN = [ 'scheduled', 'tracking' ];

	/** Columns of the allocations spreadsheet. */
	private const COLUMNS = [ 'rank', 'collaborator', 'score', 'share', 'amount', 'currency', 'status', 'reason' ];

	public static function slug(): string {
		return Page::DISTRIBUTIONS;
	}

	public static function title(): string {
		return \__( 'Distributions', 'siren-distributors' );
	}

	public static function capability(): string {
		return Lifecycle::VIEW_REPORTS;
	}

	public static function help(): string {
		return \__( 'A distribution is one run of a distributor, for one period. While the period is open, you see what it would pay; once it closes, you see the final amounts. Select any amount to see the events behind it.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [
			'distribution_approved' => \__( 'Distribution approved. Its obligations can now be paid.', 'siren-distributors' ),
			'distribution_ran'      => \__( 'All distributions that were due have run.', 'siren-distributors' ),
			'points_given'          => \__( 'Points added.', 'siren-distributors' ),
			'pool_topped_up'        => \__( 'Amount added to the pool.', 'siren-distributors' ),
			'obligation_held'       => \__( 'Amount held. Everything else can be paid.', 'siren-distributors' ),
			'obligation_released'   => \__( 'Amount released. It will be in the next fulfillment.', 'siren-distributors' ),
			'obligation_corrected'  => \__( 'Correction saved.', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		$content = 'show_list';
		if ( Page::id( 'view' ) > 0 ) {
			$content = 'show_one';
		} elseif ( Page::id( 'explain' ) > 0 ) {
			$content = 'show_explanation';
		}
		Page::show( self::capability(), [ self::class, $content ] );
	}

	/**
	 * Prints the list.
	 */
	public static function show_list(): void {
		$status      = Page::argument( 'status' );
		$distributor = Page::id( 'distributor' );
		$filters     = [];
		if ( '' !== $status ) {
			$filters['status'] = $status;
		}
		if ( $distributor > 0 ) {
			$filters['distributor'] = $distributor;
		}
		View::show(
			'distributions/distributions',
			[
				'table'       => new DistributionsTable( 'distributions', $filters ),
				'status'      => $status,
				'statuses'    => [ 'tracking', 'review', 'complete', 'skipped', 'failed' ],
				'kept'        => $distributor > 0 ? [ 'distributor' => $distributor ] : [],
				'distributor' => $distributor > 0 ? ( new Names() )->of( 'distributors', $distributor ) : '',
			]
		);
	}

	/** Prints one distribution: the current standings while its period is open, the result afterwards. */
	public static function show_one(): void {
		$row = \siren_get( 'distributions', Page::id( 'view' ), [ 'lists' => false ] );
		if ( null === $row ) {
			Notice::refusal( \__( 'Distribution not found.', 'siren-distributors' ) );
			return;
		}
		$now     = Clock::now();
		$is_open = \in_array( $row['status'], self::OPEN, true );
		$is_due  = $is_open && Clock::timestamp( $row['period']['end'] ) <= Clock::timestamp( $now );
		$part    = 'obligations' === Page::argument( 'part' ) ? 'obligations' : 'allocations';
		$table   = match ( true ) {
			$is_open                => new StandingsTable( $row['distributor'], $now ),
			'obligations' === $part => new ObligationsTable( [ 'distribution' => $row['id'] ] ),
			default                 => new AllocationsTable( $row['id'] ),
		};
		$distributor = \siren_get( 'distributors', $row['distributor'] );
		$visits      = VisitSources::of( $row['id'], \array_column( $distributor['metrics'] ?? [], 'event' ) );
		$doubts      = $is_open ? null : Doubts::of( $row['id'] );
		$points      = \siren_timeline( $row['id'], 'day', $now )['points'];
		$paid        = \siren_find(
			'obligations',
			[
				'distribution' => $row['id'],
				'status'       => 'complete',
				'per_page'     => 1,
			]
		)['total'];
		View::show(
			'distributions/distribution',
			[
				'row'         => $row,
				'stages'      => LifecycleTimeline::of( $row, (bool) ( $distributor['review'] ?? false ), $paid ),
				'standings'   => $is_open ? $table->standings() : null,
				'visits'      => $visits,
				'doubts'      => $doubts,
				'points'      => $points,
				'due'         => $is_due ? \siren_run_due(
					$now,
					[
						'dry_run'   => true,
						'confirmed' => Clock::is_confirmed(),
					]
				) : null,
				'by_id'       => $is_open ? Names::active() : [],
				'part'        => $part,
				'table'       => $table,
				'names'       => ( new Names() )->ask( 'collaborators', [ ...Chart::people( $points ), ...VisitSources::people( $visits ), ...Doubts::people( $doubts ) ] ),
				'refused'     => Submission::refused(),
				'can_manage'  => \current_user_can( Lifecycle::MANAGE_PROGRAMS ),
				'can_approve' => \current_user_can( Lifecycle::APPROVE_PAYOUTS ),
				'can_export'  => \current_user_can( Lifecycle::EXPORT ),
			]
		);
	}

	/**
	 * Prints everything behind one obligation, down to the events.
	 */
	public static function show_explanation(): void {
		$id = Page::id( 'explain' );
		if ( null === \siren_get( 'obligations', $id ) ) {
			Notice::refusal( \__( 'Obligation not found.', 'siren-distributors' ) );
			return;
		}
		$explanation = \siren_explain( $id );
		$behind      = $explanation['distribution'];
		$doubts      = null === $behind ? null : Doubts::of( $behind['id'], $explanation['obligation']['collaborator'] );
		View::show(
			'distributions/explanation',
			[
				'explanation' => $explanation,
				'visits'      => null === $behind ? null : VisitSources::of( $behind['id'], \array_column( $explanation['points'], 'type' ), $explanation['obligation']['collaborator'] ),
				'doubts'      => $doubts,
				'reason'      => Doubts::reason( Page::argument( Doubts::ARGUMENT ) ),
				'names'       => ( new Names() )->ask( 'collaborators', [ $explanation['obligation']['collaborator'], ...Doubts::people( $doubts ) ] ),
				'refused'     => Submission::refused(),
				'can_approve' => \current_user_can( Lifecycle::APPROVE_PAYOUTS ),
			]
		);
	}

	/** Approves a distribution that is waiting for approval. */
	public static function approve(): never {
		$form = new Submission( 'siren_approve_distribution', Lifecycle::APPROVE_PAYOUTS );
		$id   = $form->id( 'id' );
		$form->carry_out(
			self::address( $id ),
			static function () use ( $id ): string {
				\siren_approve_distribution( $id, StaffIdentity::now() );
				return self::address( $id, 'distribution_approved' );
			}
		);
	}

	/** Runs everything that is due, from the page of a due distribution. */
	public static function trigger(): never {
		$form = new Submission( 'siren_trigger_distribution', Lifecycle::MANAGE_PROGRAMS );
		$id   = $form->id( 'id' );
		$form->carry_out(
			self::address( $id ),
			static function () use ( $form, $id ): string {
				if ( ! $form->ticked( 'agreed' ) ) {
					throw new Refusal( '', \__( 'Check the box to confirm that you have reviewed the amounts.', 'siren-distributors' ) );
				}
				Heartbeat::run();
				StatusScreen::demand_confirmed();
				return self::address( $id, 'distribution_ran' );
			}
		);
	}

	/** Sends the result of a distribution as a file: the pool, its sources and all allocations. */
	public static function download(): never {
		\check_admin_referer( 'siren_download_distribution' );
		Page::allow( Lifecycle::EXPORT );
		Store::open();
		$id = Page::id( 'distribution' );
		$row = \siren_get( 'distributions', $id, [ 'lists' => false ] );
		if ( null === $row ) {
			Page::missing( \__( 'Distribution not found.', 'siren-distributors' ) );
		}
		$name = \sprintf( 'distribution-%d', $id );
		if ( 'csv' === Page::argument( 'as' ) ) {
			$rows = CsvExport::each(
				'allocations',
				[
					'distribution' => $id,
					'names'        => true,
				]
			);
			Download::csv( $name . '.csv', self::COLUMNS, self::lines( $rows ) );
		}
		Download::json( $name . '.json', $row, 'allocations', CsvExport::each( 'allocations', [ 'distribution' => $id ] ) );
	}

	/**
	 * URL of a distribution's file.
	 *
	 * @param int    $id Distribution.
	 * @param string $kind `json` or `csv`.
	 */
	public static function download_url( int $id, string $kind ): string {
		return \wp_nonce_url(
			\add_query_arg(
				[
					'action'       => 'siren_download_distribution',
					'distribution' => $id,
					'as'           => $kind,
				],
				\admin_url( 'admin-post.php' )
			),
			'siren_download_distribution'
		);
	}

	/**
	 * The rows of the allocations spreadsheet.
	 *
	 * @param iterable<array> $allocations Allocations from the engine, with names.
	 * @return iterable<string[]>
	 */
	private static function lines( iterable $allocations ): iterable {
		foreach ( $allocations as $allocation ) {
			$cells                 = \array_intersect_key( $allocation, \array_flip( self::COLUMNS ) );
			$cells['collaborator'] = $allocation['name'];
			yield \array_map( 'strval', \array_replace( \array_flip( self::COLUMNS ), $cells ) );
		}
	}

	/**
	 * URL of a distribution's page.
	 *
	 * @param int    $id   Distribution.
	 * @param string $done Notice to show there; '' for no notice.
	 */
	private static function address( int $id, string $done = '' ): string {
		return Page::url(
			Page::DISTRIBUTIONS,
			\array_filter(
				[
					'view'           => $id,
					Notice::ARGUMENT => $done,
				]
			)
		);
	}
}
