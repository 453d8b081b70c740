<?php
/**
 * Distributions: list, and one with its allocations.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Without arguments the list, which `distributor` and `status` narrow; with `view`, one distribution.
 */
final class DistributionsScreen {

	/** Statuses of a distribution whose period is still open. */
	private const OPEN = [ 'scheduled', 'tracking' ];

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		Page::show( Lifecycle::VIEW_REPORTS, Page::id( 'view' ) > 0 ? [ self::class, 'show_one' ] : [ self::class, 'show_list' ] );
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
			'distributions',
			[
				'table'       => new DistributionsTable( 'distributions', $filters ),
				'status'      => $status,
				'statuses'    => [ 'tracking', 'complete', 'skipped', 'failed' ],
				'distributor' => $distributor > 0 ? ( new Names() )->of( 'distributors', $distributor ) : '',
			]
		);
	}

	/**
	 * Prints one distribution: what would be paid now while its period is open, what was decided after it.
	 */
	public static function show_one(): void {
		$row = \siren_get( 'distributions', Page::id( 'view' ) );
		if ( null === $row ) {
			Notice::refusal( \__( 'There is no such distribution.', 'siren-distributors' ) );
			return;
		}
		$is_open = \in_array( $row['status'], self::OPEN, true );
		$part    = 'obligations' === Page::argument( 'part' ) ? 'obligations' : 'allocations';
		$table   = null;
		if ( ! $is_open ) {
			$table = 'obligations' === $part ? new ObligationsTable( [ 'distribution' => $row['id'] ] ) : new AllocationsTable( $row['id'] );
		}
		View::show(
			'distribution',
			[
				'row'       => $row,
				'standings' => $is_open ? \siren_standings( $row['distributor'], Clock::now() ) : null,
				'part'      => $part,
				'table'     => $table,
				'names'     => new Names(),
			]
		);
	}
}
