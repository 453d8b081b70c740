<?php
/**
 * Detects problems.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Support\AttentionList;
use Siren\Distributors\Admin\Support\Exposure;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Clock;
use Siren\Distributors\Deferred;
use Siren\Distributors\Failures;
use Siren\Distributors\Heartbeat;
use Siren\Distributors\KnownLedger;
use Siren\Distributors\Secrets;
use Siren\Distributors\Settings;
use Siren\Distributors\SiteIdentity;
use Siren\Distributors\Store;
use Siren\Distributors\Wording;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * Everything that needs attention, each with what to do about it. Overview, Status, the dashboard and Site Health all
 * use this class, so they never disagree.
 */
final class Health {

	/** Something is lost or late, or soon will be. */
	public const CRITICAL = 'critical';

	/** Something should be looked at. */
	public const WARNING = 'warning';

	/** WP-Cron runs every five minutes on a site with visitors; an hour without a heartbeat is a problem. */
	private const SILENCE_SECONDS = HOUR_IN_SECONDS;

	/**
	 * All problems, most severe first.
	 *
	 * @return array<array{code:string,level:string,message:string,action:string,link:string}> Nothing is escaped.
	 */
	public static function problems(): array {
		if ( KnownLedger::is_missing() ) {
			return [ self::of_the_missing(), ...self::of_what_waits() ];
		}
		try {
			Store::open();
			$status = \siren_status( Clock::now() );
		} catch ( SirenException $failure ) {
			return [ ...self::of_the_address(), self::of_the_unreadable( $failure ), ...self::of_what_waits() ];
		}
		$lost = Rebuilding::lost_log( $status );
		if ( null !== $lost ) {
			// Nothing can be folded, so nothing else can be checked, and this is why things are late.
			return [ ...self::of_the_address(), self::of_the_log( $lost ), ...self::of_what_waits(), ...self::of_the_site() ];
		}
		$problems = \array_merge( self::of_the_address(), self::of_the_engine( $status ), self::of_the_heartbeat( $status ), self::of_what_waits(), self::of_the_site() );
		\usort( $problems, static fn( array $one, array $other ): int => \strcmp( $one['level'], $other['level'] ) );
		return $problems;
	}

	/** Problem: the ledger is not where it was. */
	private static function of_the_missing(): array {
		$before = KnownLedger::directory();
		$here   = Store::directory();
		if ( $before === $here ) {
			/* translators: %s: path of a directory. */
			$message = \sprintf( \is_dir( $here ) ? \__( 'The ledger is missing: the data directory %s exists but contains neither the database nor the log.', 'siren-distributors' ) : \__( 'The ledger is missing: the data directory %s is gone.', 'siren-distributors' ), $here );
		} else {
			/* translators: 1: path of a directory, 2: path of another one. */
			$message = \sprintf( \__( 'The ledger is missing: it was in %1$s, but the data directory is now %2$s, which has no ledger.', 'siren-distributors' ), $before, $here );
		}
		return self::problem(
			'missing',
			self::CRITICAL,
			$message,
			\__( 'Restore it: mount the disk, move the directory back, or correct the path in the configuration. Until then nothing is counted or paid. Sales, refunds and completions are kept in the WordPress database and counted once the ledger is back. If it is permanently lost, start an empty ledger under Siren → Status.', 'siren-distributors' ),
			self::rebuilding()
		);
	}

	/**
	 * Problem: the database cannot be read.
	 *
	 * @param SirenException $failure Its message says what to do.
	 */
	private static function of_the_unreadable( SirenException $failure ): array {
		$damage = Rebuilding::damage( $failure->parts() );
		if ( null === $damage ) {
			return self::problem( 'ledger', self::CRITICAL, \__( 'The ledger cannot be read.', 'siren-distributors' ), Wording::failure( $failure ) );
		}
		return self::problem(
			'damaged',
			self::CRITICAL,
			/* translators: %s: what is wrong with it, in English, such as "file is not a database". */
			\sprintf( \__( 'The ledger database is damaged and cannot be read: %s.', 'siren-distributors' ), $damage ),
			\__( 'Rebuild it under Siren → Status, from the newest snapshot and the log. Activity on the site is kept in the meantime.', 'siren-distributors' ),
			self::rebuilding()
		);
	}

	/**
	 * Problem: part of the log is missing.
	 *
	 * @param string $lost The missing part, in the engine's words.
	 */
	private static function of_the_log( string $lost ): array {
		return self::problem(
			'log_lost',
			self::CRITICAL,
			/* translators: %s: what is missing, in English, such as "journal.log is not segment 3 any more". */
			\sprintf( \__( 'Part of the ledger’s log is missing: %s.', 'siren-distributors' ), $lost ),
			\__( 'Nothing is counted or paid until this is fixed. Activity on the site is kept in the meantime. Put the newest journal.log and the segments directory of this ledger back into the data directory. If they are permanently lost, continue without them under Siren → Status.', 'siren-distributors' ),
			self::rebuilding()
		);
	}

	/** URL of the section of Status in which these problems are fixed. */
	private static function rebuilding(): string {
		return Page::url( Page::STATUS ) . '#siren-ledger';
	}

	/**
	 * Problems that the engine reports, and failures of the last proof.
	 *
	 * @param array $status Answer of `siren_status()`.
	 */
	private static function of_the_engine( array $status ): array {
		$problems = [];
		$words    = self::of_records( $status['counts'] ) + \array_map( static fn( array $setting ): array => [ self::WARNING, ...$setting ], self::of_settings() );
		foreach ( $status['problems'] as $problem ) {
			if ( 'overdue' === $problem['code'] ) {
				continue; // Reported below for each distributor, by name.
			}
			[ $level, $message, $action ] = $words[ $problem['code'] ] ?? [ self::CRITICAL, $problem['message'], $problem['action'] ];

			// Whatever is counted can also be listed, except outbox messages, which are of no interest to people.
			$link       = isset( $status['counts'][ $problem['code'] ] ) && 'outbox' !== $problem['code'] ? AttentionList::url( $problem['code'] ) : '';
			$problems[] = self::problem( $problem['code'], $level, $message, $action, $link );
		}
		$verified = Verification::last();
		if ( null !== $verified && ! $verified['ok'] ) {
			$problems[] = self::problem(
				'verification',
				self::CRITICAL,
				\__( 'The ledger failed verification: something was changed or lost.', 'siren-distributors' ),
				\__( 'Do not make any payouts. See the verification results under Siren → Status and rebuild the database there. Restore the last good backup only if verification still fails after that.', 'siren-distributors' ),
				self::rebuilding()
			);
		}
		return $problems;
	}

	/**
	 * Possible problems with a setting, by the engine's code: what is wrong and what to do. Nothing is blocked by them.
	 *
	 * @return array<string,array{string,string}>
	 */
	public static function of_settings(): array {
		return [
			'unknown_currency' => [
				/* translators: %s: code of a currency. */
				\sprintf( \__( '“%s” is not a currency you can pay out in.', 'siren-distributors' ), Settings::currency() ),
				\__( 'Sales in this currency are recorded but do not count toward any pool. Everything else keeps working. Choose another currency under Siren → Settings, for example USD.', 'siren-distributors' ),
			],
			'unknown_timezone' => [
				/* translators: %s: name of a time zone. */
				\sprintf( \__( '“%s” is not a valid time zone.', 'siren-distributors' ), Settings::timezone() ),
				\__( 'Everything is still recorded, and times are shown in UTC. Choose another time zone under Settings → General, or set one for each distributor.', 'siren-distributors' ),
			],
		];
	}

	/**
	 * Records that need attention, by the engine's code: severity, what is wrong, and what to do.
	 *
	 * @param array<string,int> $counts Number of each.
	 * @return array<string,array{string,string,string}>
	 */
	private static function of_records( array $counts ): array {
		// The engine also counts those that have not been waiting for long.
		$long_waits = 0 === $counts['waiting_refunds'] ? 0 : ( AttentionList::counts()['waiting_refunds'] ?? 0 );
		return [
			'journal_faults'  => [
				self::CRITICAL,
				/* translators: %s: number of records. */
				\sprintf( \_n( '%s record is damaged and was set aside.', '%s records are damaged and were set aside.', $counts['faults'], 'siren-distributors' ), \number_format_i18n( $counts['faults'] ) ),
				\__( 'A crash or a full disk cut it off, or part of the log was lost. Compare that day’s sales under Siren → Activity with your store, and correct any difference with an adjustment.', 'siren-distributors' ),
			],
			'was_open'        => [
				self::WARNING,
				\__( 'Other users on this server could read the ledger files. Their access has been removed.', 'siren-distributors' ),
				\__( 'Find out what changed the file permissions, often a script that sets all files to 644 or 777, and exclude the data directory from it. This message disappears after 30 days.', 'siren-distributors' ),
			],
			'open_above'      => [
				self::WARNING,
				/* translators: %s: path of a directory. */
				\sprintf( \__( 'Every user on this server can rename files in %s, which contains the data directory.', 'siren-distributors' ), \dirname( Store::directory() ) ),
				\__( 'Remove write access to that directory for other users (chmod o-w), or choose another data directory.', 'siren-distributors' ),
			],
			'dropped_visits'  => [
				self::WARNING,
				\__( 'More link visits came in on one day than can be stored. The rest were not counted.', 'siren-distributors' ),
				\__( 'That many visits usually come from bots. Check where they came from before you approve what they earned.', 'siren-distributors' ),
			],
			'low_disk'        => [
				self::WARNING,
				\__( 'The disk of the data directory is nearly full.', 'siren-distributors' ),
				\__( 'Free up some space, or move the data to a larger disk. When the disk is full, nothing can be recorded in the ledger, and records are kept in the WordPress database for as long as it has room.', 'siren-distributors' ),
			],
			'conflicts'       => [
				self::WARNING,
				/* translators: %s: number of records. */
				\sprintf( \_n( '%s record arrived again with different amounts, owners or codes. The first version counts.', '%s records arrived again with different amounts, owners or codes. The first versions count.', $counts['conflicts'], 'siren-distributors' ), \number_format_i18n( $counts['conflicts'] ) ),
				\__( 'See the differences under Siren → Activity → Needs attention. A plugin or script is recording different things under the same key. Ask its author to use a unique key for each.', 'siren-distributors' ),
			],
			'disputes'        => [
				self::WARNING,
				/* translators: %s: number of disputes. */
				\sprintf( \_n( '%s dispute is waiting for a reply.', '%s disputes are waiting for a reply.', $counts['disputes'], 'siren-distributors' ), \number_format_i18n( $counts['disputes'] ) ),
				\__( 'A collaborator says that something is wrong. Read it under Siren → Activity → Needs attention, fix it if necessary, and reply.', 'siren-distributors' ),
			],
			'outbox'          => [
				self::WARNING,
				/* translators: %s: number of messages. */
				\sprintf( \_n( '%s notification to other plugins has been waiting to be sent for more than a day.', '%s notifications to other plugins are waiting to be sent, the oldest for more than a day.', $counts['outbox'], 'siren-distributors' ), \number_format_i18n( $counts['outbox'] ) ),
				\__( 'Run the heartbeat under Siren → Status to send them. If they are still waiting afterwards, a plugin that receives them is failing: check the PHP error log.', 'siren-distributors' ),
			],
			'ignored_refunds' => [
				self::WARNING,
				/* translators: %s: number of refunds. */
				\sprintf( \_n( '%s refund does not match its sale and was not counted.', '%s refunds do not match their sales and were not counted.', $counts['ignored_refunds'], 'siren-distributors' ), \number_format_i18n( $counts['ignored_refunds'] ) ),
				\__( 'See why under Siren → Activity → Needs attention, compare the sale with your store, and correct any difference with an adjustment.', 'siren-distributors' ),
			],
			'waiting_refunds' => [
				self::WARNING,
				/* translators: %s: number of refunds. */
				\sprintf( \_n( '%s refund has been waiting for its sale for a week or longer.', '%s refunds have been waiting for their sales for a week or longer.', $long_waits, 'siren-distributors' ), \number_format_i18n( $long_waits ) ),
				\__( 'See them under Siren → Activity → Needs attention. If a sale should count, import it under Siren → Status, and its refund is counted too.', 'siren-distributors' ),
			],
		];
	}

	/**
	 * Problems with the heartbeat.
	 *
	 * @param array $status Answer of `siren_status()`.
	 */
	private static function of_the_heartbeat( array $status ): array {
		$unconfirmed = self::unconfirmed( $status );
		if ( null !== $unconfirmed ) {
			// Whether anything is late is as doubtful as the time.
			return [ self::problem( 'unconfirmed', self::CRITICAL, self::doubt( $unconfirmed ), \__( 'No distributions run until this is resolved: correct the server clock, or confirm the time under Siren → Status.', 'siren-distributors' ) ) ];
		}
		$problems = [];
		$names    = new Names();
		foreach ( $status['overdue'] as $late ) {
			$problems[] = self::problem(
				'overdue-' . $late['distribution'],
				self::CRITICAL,
				/* translators: 1: name of a distributor, 2: a span of time, such as "5 days". */
				\sprintf( \__( '“%1$s” was due %2$s ago and has not run.', 'siren-distributors' ), $names->of( 'distributors', $late['distributor'] ), \human_time_diff( Clock::timestamp( $late['due_at'] ), Clock::timestamp( Clock::now() ) ) ),
				\__( 'Run the heartbeat under Siren → Status. Nothing is lost: overdue periods run in order, each with its own sales and events.', 'siren-distributors' )
			);
		}
		$last   = Heartbeat::last();
		$silent = null === $last ? null : Clock::timestamp( Clock::now() ) - Clock::timestamp( $last['at'] );
		if ( null !== $silent && $silent > self::SILENCE_SECONDS ) {
			$problems[] = self::problem(
				'heartbeat',
				self::WARNING,
				/* translators: %s: a span of time, such as "5 days". */
				\sprintf( \__( 'The last heartbeat was %s ago.', 'siren-distributors' ), \human_time_diff( 0, $silent ) ),
				/* translators: %s: a line for a crontab. */
				\sprintf( \__( 'WP-Cron is not running. Add this line to the server’s crontab: %s', 'siren-distributors' ), self::crontab() )
			);
		}
		return $problems;
	}

	/**
	 * The time on which heartbeats refuse to act; null if there is none.
	 *
	 * @param ?array $status Answer of `siren_status()`; null if it failed.
	 * @return ?array{now:string,reason:string,compared_with:string}
	 */
	public static function unconfirmed( ?array $status ): ?array {
		return null === $status || Clock::is_confirmed() ? null : $status['unconfirmed'];
	}

	/**
	 * Explains why a time is doubtful.
	 *
	 * @param array{now:string,reason:string,compared_with:string} $unconfirmed The time.
	 */
	private static function doubt( array $unconfirmed ): string {
		$now  = Format::plain_instant( $unconfirmed['now'] );
		$then = Format::plain_instant( $unconfirmed['compared_with'] );
		if ( 'ahead_of_the_machine' === $unconfirmed['reason'] ) {
			/* translators: 1: a date and time, 2: an earlier date and time. */
			return \sprintf( \__( 'WordPress reports the time as %1$s, but the server clock says %2$s.', 'siren-distributors' ), $now, $then );
		}
		/* translators: 1: a date and time, 2: a date and time long before. */
		return \sprintf( \__( 'The clock says %1$s, but the last recorded activity is from %2$s.', 'siren-distributors' ), $now, $then );
	}

	/** Problems with records that are waiting outside the ledger. */
	private static function of_what_waits(): array {
		$waiting = Deferred::count();
		if ( 0 === $waiting ) {
			return [];
		}
		return [
			self::problem(
				'deferred',
				self::WARNING,
				/* translators: %s: number of records. */
				\sprintf( \_n( '%s record could not be written to the ledger. It is kept in the WordPress database.', '%s records could not be written to the ledger. They are kept in the WordPress database.', $waiting, 'siren-distributors' ), \number_format_i18n( $waiting ) ),
				\__( 'Nothing is lost. The next heartbeat counts them once the data directory is writable again.', 'siren-distributors' )
			),
		];
	}

	/** Problem: it is unclear whether this site is a copy. */
	private static function of_the_address(): array {
		if ( ! SiteIdentity::is_undecided() ) {
			return [];
		}
		return [
			self::problem(
				'undecided',
				self::CRITICAL,
				/* translators: 1: address of a site, 2: another one. */
				\sprintf( \__( 'The ledger belongs to the site at %1$s, and this site is at %2$s.', 'siren-distributors' ), SiteIdentity::address_before(), SiteIdentity::address() ),
				\__( 'Tell us at the top of any Siren screen whether this site moved or is a copy. Until then the ledger is read-only, and new activity is kept.', 'siren-distributors' ),
				Page::url( Page::STATUS )
			),
		];
	}

	/** Problems with the environment of the ledger. */
	private static function of_the_site(): array {
		$problems = [];
		if ( Exposure::is_served() ) {
			$problems[] = self::problem(
				'exposed',
				self::CRITICAL,
				\__( 'The web server serves the files in the data directory: anyone who knows the URL can download the ledger.', 'siren-distributors' ),
				\__( 'Set the SIREN_DATA_DIR constant in wp-config.php to a directory outside the web root, and move the files there while the plugin is deactivated. Or block access to the directory in the web server’s configuration.', 'siren-distributors' )
			);
		} elseif ( Store::is_in_web_root() ) {
			$problems[] = self::problem(
				'web_root',
				self::WARNING,
				\__( 'The ledger is inside the web root.', 'siren-distributors' ),
				\__( 'Set the SIREN_DATA_DIR constant in wp-config.php to a directory outside the web root, and move the files there while the plugin is deactivated.', 'siren-distributors' )
			);
		}
		foreach ( Failures::latest() as $place => $failure ) {
			$problems[] = self::problem(
				'failure-' . $place,
				self::WARNING,
				$failure['message'],
				\__( 'It happened in the background. See when and where under Siren → Status.', 'siren-distributors' )
			);
		}
		return $problems;
	}

	/** The crontab line with which a server calls WP-Cron. */
	public static function crontab(): string {
		return '*/5 * * * * wget -q -O /dev/null ' . \site_url( 'wp-cron.php?doing_wp_cron' );
	}

	/**
	 * Builds a problem.
	 *
	 * @param string $code    Identifier.
	 * @param string $level   One of the constants.
	 * @param string $message What is wrong.
	 * @param string $action  What to do.
	 * @param string $link    URL of the affected item; '' if there is none.
	 * @return array{code:string,level:string,message:string,action:string,link:string}
	 */
	private static function problem( string $code, string $level, string $message, string $action, string $link = '' ): array {
		[ $message, $action ] = \array_map( [ Secrets::class, 'without_place' ], [ $message, $action ] );
		return \compact( 'code', 'level', 'message', 'action', 'link' );
	}
}
