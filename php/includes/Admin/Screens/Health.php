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
			return [ ...self::of_the_address(), self::of_the_unreadable( $failure->getMessage() ), ...self::of_what_waits() ];
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
			$message = \sprintf( \is_dir( $here ) ? \__( 'The ledger is missing: the data directory %s is there, but neither the database nor the log is in it.', 'siren-distributors' ) : \__( 'The ledger is missing: the data directory %s is gone.', 'siren-distributors' ), $here );
		} else {
			/* translators: 1: path of a directory, 2: path of another one. */
			$message = \sprintf( \__( 'The ledger is missing: it was in %1$s, and the data directory is now %2$s, where there is none.', 'siren-distributors' ), $before, $here );
		}
		return self::problem(
			'missing',
			self::CRITICAL,
			$message,
			\__( 'Bring it back: mount the disk, move the directory to where it was, or name the right one. Until then nothing is counted or paid; sales, refunds and completions are kept in the site’s database and are counted as soon as the ledger is back. If it is lost for good, begin an empty one under Siren → Status.', 'siren-distributors' ),
			self::rebuilding()
		);
	}

	/**
	 * Problem: the database cannot be read.
	 *
	 * @param string $reason The engine's message, which says what to do.
	 */
	private static function of_the_unreadable( string $reason ): array {
		$damage = Rebuilding::damage( $reason );
		if ( null === $damage ) {
			return self::problem( 'ledger', self::CRITICAL, \__( 'The ledger cannot be read.', 'siren-distributors' ), $reason );
		}
		return self::problem(
			'damaged',
			self::CRITICAL,
			/* translators: %s: what is wrong with it, in English, such as "file is not a database". */
			\sprintf( \__( 'The database of the ledger is damaged and cannot be read: %s.', 'siren-distributors' ), $damage ),
			\__( 'Rebuild it under Siren → Status: a new one is made from the newest snapshot and the log. What happens meanwhile is kept.', 'siren-distributors' ),
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
			\sprintf( \__( 'A part of the ledger’s log is missing: %s.', 'siren-distributors' ), $lost ),
			\__( 'Nothing is counted or paid until this is mended; what happens meanwhile is kept. Put the newest journal.log and the directory segments that belong to this ledger back into the data directory. If they are lost for good, go on without them under Siren → Status.', 'siren-distributors' ),
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
				\__( 'The ledger does not prove itself: something was changed or lost.', 'siren-distributors' ),
				\__( 'Make no payouts. Look at what was found under Siren → Status, and rebuild the database there. Restore the last good backup only if the ledger does not prove itself after that either.', 'siren-distributors' ),
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
				\sprintf( \__( '“%s” is not a currency that can be paid out.', 'siren-distributors' ), Settings::currency() ),
				\__( 'Sales in it are recorded, but they are in no pool; everything else goes on. Choose another currency under Siren → Settings, for example USD.', 'siren-distributors' ),
			],
			'unknown_timezone' => [
				/* translators: %s: name of a time zone. */
				\sprintf( \__( '“%s” is not a known time zone.', 'siren-distributors' ), Settings::timezone() ),
				\__( 'Everything is recorded, and times are shown in UTC. Choose another time zone under Settings → General, or name one in each distributor.', 'siren-distributors' ),
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
				\__( 'A crash or a full disk cut it off, or a part of the log was lost. Compare the sales of that day under Siren → Activity with your shop, and correct what is missing by an adjustment.', 'siren-distributors' ),
			],
			'was_open'        => [
				self::WARNING,
				\__( 'Other users of this server could open the files of the ledger. They are closed to them now.', 'siren-distributors' ),
				\__( 'Find out what changed their mode, often a script that sets all files to 644 or 777, and leave the data directory out of it. This message goes away after thirty days.', 'siren-distributors' ),
			],
			'open_above'      => [
				self::WARNING,
				/* translators: %s: path of a directory. */
				\sprintf( \__( 'Every user of this server may rename what is in %s, where the data directory is.', 'siren-distributors' ), \dirname( Store::directory() ) ),
				\__( 'Take the right to write in that directory away from others (chmod o-w), or choose another data directory.', 'siren-distributors' ),
			],
			'dropped_visits'  => [
				self::WARNING,
				\__( 'More visits by links came in a day than are kept. The rest was not counted.', 'siren-distributors' ),
				\__( 'So many are mostly made by programs: look where they come from before you approve what they earned.', 'siren-distributors' ),
			],
			'low_disk'        => [
				self::WARNING,
				\__( 'The disk of the data directory is nearly full.', 'siren-distributors' ),
				\__( 'Free some space, or move the data to a larger disk. When the disk is full, nothing is recorded into the ledger: it is kept in the site’s database as far as that has room.', 'siren-distributors' ),
			],
			'conflicts'       => [
				self::WARNING,
				/* translators: %s: number of records. */
				\sprintf( \_n( '%s record came a second time with other amounts, owners or codes. The first one counts.', '%s records came a second time with other amounts, owners or codes. The first ones count.', $counts['conflicts'], 'siren-distributors' ), \number_format_i18n( $counts['conflicts'] ) ),
				\__( 'See what differs under Siren → Activity → To look at. A plugin or a script records different things under one key: let its author give each a key of its own.', 'siren-distributors' ),
			],
			'disputes'        => [
				self::WARNING,
				/* translators: %s: number of disputes. */
				\sprintf( \_n( '%s dispute waits for an answer.', '%s disputes wait for an answer.', $counts['disputes'], 'siren-distributors' ), \number_format_i18n( $counts['disputes'] ) ),
				\__( 'A collaborator says that something is wrong. Read what under Siren → Activity → To look at, put it right where it is, and answer.', 'siren-distributors' ),
			],
			'outbox'          => [
				self::WARNING,
				/* translators: %s: number of messages. */
				\sprintf( \_n( '%s message to other plugins waits to be delivered, for more than a day.', '%s messages to other plugins wait to be delivered, the oldest for more than a day.', $counts['outbox'], 'siren-distributors' ), \number_format_i18n( $counts['outbox'] ) ),
				\__( 'Run the heartbeat under Siren → Status, which delivers them. If they still wait after it, a plugin that listens ends the page before it is done: look into PHP’s error log.', 'siren-distributors' ),
			],
			'ignored_refunds' => [
				self::WARNING,
				/* translators: %s: number of refunds. */
				\sprintf( \_n( '%s refund does not fit its sale and was not counted.', '%s refunds do not fit their sales and were not counted.', $counts['ignored_refunds'], 'siren-distributors' ), \number_format_i18n( $counts['ignored_refunds'] ) ),
				\__( 'See why under Siren → Activity → To look at, compare the sale with your shop, and correct the difference by an adjustment.', 'siren-distributors' ),
			],
			'waiting_refunds' => [
				self::WARNING,
				/* translators: %s: number of refunds. */
				\sprintf( \_n( '%s refund has waited for its sale for a week or longer.', '%s refunds have waited for their sales for a week or longer.', $long_waits, 'siren-distributors' ), \number_format_i18n( $long_waits ) ),
				\__( 'See which under Siren → Activity → To look at. If the sale should count, bring it in under Siren → Status, and its refund is counted too.', 'siren-distributors' ),
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
			// If the time is doubtful, so is whether anything is late.
			return [ self::problem( 'unconfirmed', self::CRITICAL, self::doubt( $unconfirmed ), \__( 'Heartbeats do nothing until somebody looks at the time: correct the clock, or confirm the time under Siren → Status.', 'siren-distributors' ) ) ];
		}
		$problems = [];
		$names    = new Names();
		foreach ( $status['overdue'] as $late ) {
			$problems[] = self::problem(
				'overdue-' . $late['distribution'],
				self::CRITICAL,
				/* translators: 1: name of a distributor, 2: a span of time, such as "5 days". */
				\sprintf( \__( '“%1$s” was due %2$s ago and has not run.', 'siren-distributors' ), $names->of( 'distributors', $late['distributor'] ), \human_time_diff( Clock::timestamp( $late['due_at'] ), Clock::timestamp( Clock::now() ) ) ),
				\__( 'Run the heartbeat under Siren → Status. Nothing is lost: late periods run one after the other, each with what belongs to it.', 'siren-distributors' )
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
				\sprintf( \__( 'WP-Cron is not coming. Let the server call it, by this line in a crontab: %s', 'siren-distributors' ), self::crontab() )
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
			return \sprintf( \__( 'The site says it is %1$s, but the clock of the server says %2$s.', 'siren-distributors' ), $now, $then );
		}
		/* translators: 1: a date and time, 2: a date and time long before. */
		return \sprintf( \__( 'The clock says %1$s, but the last sign of life is of %2$s.', 'siren-distributors' ), $now, $then );
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
				\sprintf( \_n( '%s record could not be written into the ledger. It is kept in the site’s database.', '%s records could not be written into the ledger. They are kept in the site’s database.', $waiting, 'siren-distributors' ), \number_format_i18n( $waiting ) ),
				\__( 'Nothing is lost. As soon as the data directory can be written again, the next heartbeat counts them.', 'siren-distributors' )
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
				\__( 'Say at the top of any Siren screen whether this site moved or is a copy. Until then the ledger is only read, and what happens is kept.', 'siren-distributors' ),
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
				\__( 'The web server hands out the files of the data directory: whoever knows their address can download the ledger.', 'siren-distributors' ),
				\__( 'Name a directory outside the web root by the constant SIREN_DATA_DIR in wp-config.php, and move the files there while the plugin is switched off. Or let the server refuse the directory’s address.', 'siren-distributors' )
			);
		} elseif ( Store::is_in_web_root() ) {
			$problems[] = self::problem(
				'web_root',
				self::WARNING,
				\__( 'The ledger lies inside the web root.', 'siren-distributors' ),
				\__( 'Name a directory outside it by the constant SIREN_DATA_DIR in wp-config.php, and move the files there while the plugin is switched off.', 'siren-distributors' )
			);
		}
		foreach ( Failures::latest() as $place => $failure ) {
			$problems[] = self::problem(
				'failure-' . $place,
				self::WARNING,
				$failure['message'],
				\__( 'It happened where nobody was looking. See when and where under Siren → Status.', 'siren-distributors' )
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
