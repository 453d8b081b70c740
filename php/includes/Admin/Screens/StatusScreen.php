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
		return \__( 'Whether everything is well, and what to do if not. Verify the ledger to prove that no amount was changed.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [
			'heartbeat_ran'      => \__( 'The heartbeat ran.', 'siren-distributors' ),
			'site_moved'         => \__( 'The ledger is this site’s. What was recorded in the meantime is in it.', 'siren-distributors' ),
			'site_copied'        => \__( 'This copy has a ledger of its own. The original’s is not touched.', 'siren-distributors' ),
			'time_confirmed'     => \__( 'The time is confirmed, and what was due has run.', 'siren-distributors' ),
			'ledger_proved'      => \__( 'The ledger proves itself: every amount is as it was written.', 'siren-distributors' ),
			'ledger_begun'       => \__( 'An empty ledger is begun. What was kept meanwhile is counted with the next heartbeat.', 'siren-distributors' ),
			'backfill_done'      => \__( 'Everything was looked through.', 'siren-distributors' ),
			'backfill_goes_on'   => \__( 'The search has begun and goes on by itself, a little with each heartbeat.', 'siren-distributors' ),
			'beacon_checked'     => \__( 'The file was written anew and asked; what it answered is below.', 'siren-distributors' ),
			'failures_forgotten' => \__( 'The list of failures is empty.', 'siren-distributors' ),
		];
	}

	/** Prints the screen with whatever is known. */
	public static function render(): void {
		Page::allow( self::capability() );
		$status     = null;
		$unreadable = '';
		$to_look_at = [];
		try {
			Store::open();
			$status     = \siren_status( Clock::now() );
			$to_look_at = AttentionList::counts();
		} catch ( SirenException $failure ) {
			$unreadable = $failure->getMessage(); // Reported by Health.
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
				'failures'    => \array_map( static fn( array $failure ): array => [ 'message' => Secrets::without_place( $failure['message'] ) ] + $failure, Failures::latest() ),
				'directory'   => Secrets::without_place( Store::directory() ),
				'problems'    => Health::problems(),
				'verified'    => Verification::last(),
				'rebuilding'  => Rebuilding::facts( $status, $unreadable, $refused['message'] ?? '' ),
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
					throw new Refusal( '', \__( 'The clock no longer says what you confirmed. Look at it again.', 'siren-distributors' ) );
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
			throw new Refusal( '', \__( 'Nothing has run: the time is doubtful. Confirm it under Siren → Status.', 'siren-distributors' ) );
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
