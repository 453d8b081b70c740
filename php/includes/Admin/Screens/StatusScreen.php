<?php
/**
 * The Status screen: what is wrong, and how to fix it.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\AttentionList;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Clock;
use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Requirements;
use Siren\Distributors\Secrets;
use Siren\Distributors\Store;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * The only screen that works even if the ledger cannot be opened, because that is when people look at it.
 */
final class StatusScreen implements Screen {

	public static function slug(): string {
		return Page::STATUS;
	}

	public static function title(): string {
		return \__( 'Status', 'siren-distributors' );
	}

	public static function capability(): string {
		return Lifecycle::VIEW_REPORTS;
	}

	public static function help(): string {
		return \__( 'Shows any problems and how to fix them. Verify the ledger to prove that no amount was changed.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [
			'heartbeat_ran'      => \__( 'The heartbeat has run.', 'siren-distributors' ),
			'site_moved'         => \__( 'The ledger now belongs to this site. Activity recorded in the meantime has been added.', 'siren-distributors' ),
			'site_copied'        => \__( 'This copy now has its own ledger. The original’s ledger is unchanged.', 'siren-distributors' ),
			'time_confirmed'     => \__( 'Time confirmed. All distributions that were due have run.', 'siren-distributors' ),
			'ledger_proved'      => \__( 'The ledger passed verification: no amount was changed.', 'siren-distributors' ),
			'ledger_begun'       => \__( 'A new, empty ledger was started. Activity kept in the meantime is counted at the next heartbeat.', 'siren-distributors' ),
			'backfill_done'      => \__( 'The import is complete.', 'siren-distributors' ),
			'backfill_goes_on'   => \__( 'The import has started and continues in the background with each heartbeat.', 'siren-distributors' ),
			'beacon_checked'     => \__( 'The file was written and tested again. See the result below.', 'siren-distributors' ),
			'failures_forgotten' => \__( 'Error log cleared.', 'siren-distributors' ),
		];
	}

	/** Prints the screen with whatever is known. */
	public static function render(): void {
		Page::allow( self::capability() );
		$status     = null;
		$unreadable = null;
		$to_look_at = [];
		try {
			Store::open();
			$status     = \siren_status( Clock::now() );
			$to_look_at = AttentionList::counts();
		} catch ( SirenException $failure ) {
			$unreadable = $failure->parts(); // Reported by Health.
		}
		$refused = Submission::refused();
		View::show(
			'status/status',
			[
				'status'      => $status,
				'unconfirmed' => Health::unconfirmed( $status ),
				'heartbeat'   => Heartbeat::last(),
				'next'        => \wp_next_scheduled( Heartbeat::HOOK ),
				'cron_is_off' => \defined( 'DISABLE_WP_CRON' ) && DISABLE_WP_CRON,
				'failures'    => \array_map( static fn( array $failure ): array => [ 'message' => Secrets::without_place( Failures::worded( $failure ) ) ] + $failure, Failures::latest() ),
				'directory'   => Secrets::without_place( Store::directory() ),
				'problems'    => Health::problems(),
				'verified'    => Verification::last(),
				'rebuilding'  => Rebuilding::facts( $status, $unreadable, $refused['code'] ?? '' ),
				'crontab'     => Health::crontab(),
				'checks'      => Requirements::checks(),
				'facts'       => Requirements::facts(),
				'names'       => new Names(),
				'to_look_at'  => $to_look_at,
				'refused'     => $refused,
				'can_manage'  => \current_user_can( Lifecycle::MANAGE_PROGRAMS ),
				'can_export'  => \current_user_can( Lifecycle::EXPORT ),
			]
		);
	}

	/** Runs everything that is due now instead of waiting for WP-Cron. */
	public static function run_heartbeat(): never {
		$form = new Submission( 'siren_run_heartbeat', Lifecycle::MANAGE_PROGRAMS );
		$form->carry_out(
			Page::url( Page::STATUS ),
			static function (): string {
				Heartbeat::run();
				self::demand_confirmed();
				return Page::url( Page::STATUS, [ Notice::ARGUMENT => 'heartbeat_ran' ] );
			}
		);
	}

	/** Runs everything that is due at a time that the heartbeat found doubtful and the user confirms. */
	public static function confirm_time(): never {
		$form = new Submission( 'siren_confirm_time', Lifecycle::MANAGE_PROGRAMS );
		$seen = \strtotime( $form->text( 'now' ) );
		$form->carry_out(
			Page::url( Page::STATUS ),
			static function () use ( $seen ): string {
				if ( false === $seen || \abs( Clock::timestamp( Clock::now() ) - $seen ) > HOUR_IN_SECONDS ) {
					throw new Refusal( '', \__( 'The clock has changed since you confirmed the time. Check it again.', 'siren-distributors' ) );
				}
				Heartbeat::run_confirmed();
				return Page::url( Page::STATUS, [ Notice::ARGUMENT => 'time_confirmed' ] );
			}
		);
	}

	/**
	 * Fails if the heartbeat that just ran did not act because its time is doubtful.
	 *
	 * @throws Refusal In that case.
	 */
	public static function demand_confirmed(): void {
		if ( Heartbeat::last()['unconfirmed'] ?? false ) {
			throw new Refusal( '', \__( 'Nothing has run, because the server clock may be wrong. Confirm the time under Siren → Status.', 'siren-distributors' ) );
		}
	}

	/** Clears the list of failures. */
	public static function forget_failures(): never {
		$form = new Submission( 'siren_forget_failures', Lifecycle::MANAGE_PROGRAMS );
		$form->carry_out(
			Page::url( Page::STATUS ),
			static function (): string {
				Failures::forget();
				return Page::url( Page::STATUS, [ Notice::ARGUMENT => 'failures_forgotten' ] );
			}
		);
	}
}
