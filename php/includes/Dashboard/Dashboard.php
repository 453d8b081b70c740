<?php
/**
 * The collaborators' dashboard.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Dashboard;

use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Clock;
use Siren\Distributors\Failures;
use Siren\Distributors\Settings;
use Siren\Distributors\Store;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * Shows the logged-in user's own collaborator: score, rank and estimate in every open period, past earnings and
 * payouts, what did not count and why, links and coupons. The shortcode and the block print the same. Other
 * collaborators are only shown as far as the site allows.
 */
final class Dashboard {

	public const STYLE = 'siren-dashboard';

	/** Number of past allocations and payouts shown. */
	private const SHOWN = 24;

	/** Number of top collaborators shown for each period, if the site shows others. */
	private const BEST = 10;

	/** Renders the dashboard for the current user; the callback of the shortcode and the block. */
	public static function render(): string {
		self::register_style();
		\wp_enqueue_style( self::STYLE );
		if ( ! \defined( 'DONOTCACHEPAGE' ) ) {
			\define( 'DONOTCACHEPAGE', true ); // Tells page caches not to store this personal page.
		}
		if ( ! \is_user_logged_in() ) {
			return View::text( 'dashboard/closed', [ 'reason' => 'logged_out' ] );
		}
		try {
			Store::open();
			$collaborator = CurrentCollaborator::collaborator();
			if ( null === $collaborator || 'active' !== $collaborator['status'] ) {
				return View::text( 'dashboard/closed', [ 'reason' => null === $collaborator ? 'unknown' : 'inactive' ] );
			}
			return View::text( 'dashboard/dashboard', self::facts( $collaborator ) );
		} catch ( SirenException $failure ) {
			Failures::note( 'dashboard', $failure );
			return View::text( 'dashboard/closed', [ 'reason' => 'failure' ] );
		}
	}

	/** Registers the style sheet, which is loaded when a dashboard is rendered or edited. */
	public static function register_style(): void {
		\wp_register_style( self::STYLE, \plugins_url( 'assets/dashboard.css', SIREN_DISTRIBUTORS_FILE ), [], SIREN_DISTRIBUTORS_VERSION );
	}

	/**
	 * All data of the dashboard.
	 *
	 * @param array $collaborator Collaborator.
	 */
	private static function facts( array $collaborator ): array {
		$own = [
			'collaborator' => $collaborator['id'],
			'per_page'     => self::SHOWN,
		];
		$open   = self::open_periods( $collaborator );
		$shares = self::with_periods( \siren_find( 'allocations', $own )['items'] );
		return [
			'collaborator' => $collaborator,
			'open'         => $open,
			'not_counted'  => Dispute::not_counted( $collaborator, $open ),
			'disputes'     => Dispute::made( $collaborator ),
			'refused'      => Submission::refused(),
			'sent'         => 'dispute_sent' === Page::argument( Notice::ARGUMENT ),
			'others'       => Settings::all()['dashboard_others'],
			'balances'     => \siren_balances( [ 'collaborator' => $collaborator['id'] ] ),
			'shares'       => $shares,
			'payouts'      => \siren_find( 'payouts', $own )['items'],
			'names'        => ( new Names() )
				->know( \array_merge( ...\array_column( \array_column( $open, 'standings' ), 'standings' ) ) )
				->ask( 'distributors', \array_column( $shares, 'distributor' ) ),
		];
	}

	/**
	 * The open periods of the distributors that include a collaborator, with the collaborator's own rank.
	 *
	 * @param array $collaborator Collaborator.
	 * @return array<array{name:string,standings:array,own:?array}> `standings` contains the rows to show; `own` is the
	 *                                                              collaborator's row, null without points.
	 */
	private static function open_periods( array $collaborator ): array {
		$open = [];
		$rows = \siren_find(
			'distributors',
			[
				'status'   => 'active',
				'per_page' => 100,
			]
		)['items'];
		foreach ( $rows as $row ) {
			if ( null === $row['distribution'] || ! self::is_for( $row['audience'], $collaborator ) ) {
				continue;
			}
			$open[] = [ 'name' => $row['name'] ] + self::standings( $row['id'], $collaborator['id'] );
		}
		return $open;
	}

	/**
	 * An open period: the collaborator's own row, and the top collaborators if the site shows others.
	 *
	 * @param int $distributor  Distributor.
	 * @param int $collaborator Collaborator.
	 * @return array{standings:array,own:?array} As above.
	 */
	private static function standings( int $distributor, int $collaborator ): array {
		$now    = Clock::now();
		$is_own = [ 'collaborator' => $collaborator ];
		$best   = [
			'names'    => true,
			'per_page' => self::BEST,
		];
		$others = 'nothing' !== Settings::all()['dashboard_others'];
		$shown  = \siren_standings( $distributor, $now, $others ? $best : $is_own );
		$own    = \array_column( $shown['standings'], null, 'collaborator' )[ $collaborator ] ?? null;
		if ( null === $own && $others && $shown['total'] > self::BEST ) {
			$own = \siren_standings( $distributor, $now, $is_own )['standings'][0] ?? null; // Not among the top.
		}
		return [
			'standings' => $shown,
			'own'       => $own,
		];
	}

	/**
	 * Whether a distributor's audience includes a collaborator.
	 *
	 * @param array $audience     Audience of the distributor.
	 * @param array $collaborator Collaborator.
	 */
	private static function is_for( array $audience, array $collaborator ): bool {
		return match ( $audience['kind'] ) {
			'list'  => \in_array( $collaborator['id'], $audience['ids'], true ),
			'group' => [] !== \array_intersect( $collaborator['groups'] ?? [], $audience['groups'] ),
			default => true,
		};
	}

	/**
	 * Allocations with their period, and whether they still have to be approved.
	 *
	 * @param array[] $allocations Allocations from the engine.
	 */
	private static function with_periods( array $allocations ): array {
		if ( [] === $allocations ) {
			return [];
		}
		$found  = \siren_find(
			'distributions',
			[
				'id'       => \array_values( \array_unique( \array_column( $allocations, 'distribution' ) ) ),
				'per_page' => self::SHOWN,
			]
		)['items'];
		$behind = \array_column( $found, null, 'id' );
		return \array_map(
			static fn( array $row ): array => $row + [
				'period'      => $behind[ $row['distribution'] ]['period'],
				'is_approved' => 'review' !== $behind[ $row['distribution'] ]['status'],
			],
			$allocations
		);
	}
}
