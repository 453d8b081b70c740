<?php
/**
 * Notifies other plugins of what happened in the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine writes messages together with the changes they report. This class turns them into WordPress actions, in
 * the same order, and then tells the engine which were delivered. A process that dies in between fires some actions
 * again, with the same ids, and never drops one. A listener that must not act twice has to remember the ids it has
 * handled.
 */
final class Outbox {

	/**
	 * Number of messages after which delivery is confirmed to the engine. At most this many are fired again after a
	 * crash.
	 */
	private const BATCH = 20;

	/** Seconds after which delivery is confirmed earlier, for slow listeners. */
	private const PATIENCE = 3.0;

	/** Time budget of one delivery, in seconds; the rest waits for the next heartbeat. */
	private const BUDGET = 20.0;

	/** Lock file in the data directory, locked by the delivering process. */
	private const LOCK = 'outbox.lock';

	/**
	 * Whether this request may have changed something.
	 *
	 * @var bool
	 */
	private static bool $due = false;

	/**
	 * Notes that this request changes something, so that messages are delivered at its end and not at the next
	 * heartbeat.
	 */
	public static function deliver_at_the_end(): void {
		self::$due = true;
	}

	/**
	 * Delivers what this request changed. Called after the response has been sent, so nobody waits for the listeners.
	 */
	public static function end_of_request(): void {
		if ( ! self::$due ) {
			return;
		}
		self::$due = false;
		if ( \function_exists( 'fastcgi_finish_request' ) ) {
			\fastcgi_finish_request();
		}
		self::deliver();
	}

	/**
	 * Delivers waiting messages. Only one process delivers at a time; any other leaves it to that one. A site that may
	 * be a copy delivers nothing: the original does.
	 */
	public static function deliver(): void {
		if ( SiteIdentity::is_undecided() ) {
			return;
		}
		$lock = null;
		try {
			Store::open();
			$lock = self::lock();
			if ( null !== $lock ) {
				self::deliver_all();
			}
		} catch ( \Throwable $failure ) {
			Failures::note( 'outbox', $failure );
		} finally {
			if ( null !== $lock ) {
				\fclose( $lock );
			}
		}
	}

	/**
	 * Takes the lock; null if another process holds it. It is an operating-system lock on a file beside the ledger,
	 * which is never on a network file system, so it is released however its process ends. A lock stored as an option
	 * would survive a killed process, and a slow listener could outlast any expiry.
	 *
	 * @return ?resource
	 */
	private static function lock() {
		$file = PrivateFile::open( Store::directory() . '/' . self::LOCK, 'cb', false );
		if ( false === $file ) {
			throw new \RuntimeException( 'The lock file ' . self::LOCK . ' in the data directory cannot be opened.' );
		}
		if ( \flock( $file, LOCK_EX | LOCK_NB ) ) {
			return $file;
		}
		\fclose( $file );
		return null;
	}

	/** Delivers batch after batch until no message is left or the time is up. */
	private static function deliver_all(): void {
		$began = \microtime( true );
		do {
			$told = self::deliver_batch( $began + self::BUDGET );
		} while ( $told && \microtime( true ) < $began + self::BUDGET );
	}

	/**
	 * Delivers a batch and confirms it to the engine.
	 *
	 * @param float $deadline Unix timestamp at which to stop.
	 * @return bool Whether there was anything to deliver.
	 */
	private static function deliver_batch( float $deadline ): bool {
		$messages = \siren_outbox( [ 'limit' => self::BATCH ] );
		$until    = \min( $deadline, \microtime( true ) + self::PATIENCE );
		$last     = null;
		foreach ( $messages as $message ) {
			self::fire( $message );
			// A listener may have switched to another site of the network.
			Store::open();
			$last = $message['id'];
			if ( \microtime( true ) >= $until ) {
				break;
			}
		}
		if ( null !== $last ) {
			\siren_outbox_delivered( $last );
		}
		return null !== $last;
	}

	/**
	 * Calls the listeners of one message. If one fails, the next message is still delivered.
	 *
	 * @param array $message One message from `siren_outbox()`.
	 */
	private static function fire( array $message ): void {
		// The row is the current one, so it includes later changes.
		$row = match ( $message['kind'] ) {
			'distribution_completed', 'needs_approval' => \siren_get( 'distributions', $message['distribution'], [ 'lists' => false ] ),
			'obligation_ready', 'obligation_held' => \siren_get( 'obligations', $message['obligation'], [ 'lists' => false ] ),
			'payout_paid', 'payout_failed', 'payout_returned' => \siren_get( 'payouts', $message['payout'], [ 'lists' => false ] ),
			default => null,
		};
		if ( null === $row ) {
			return; // From a newer version, before the plugin was downgraded.
		}
		try {
			match ( $message['kind'] ) {
				'distribution_completed', 'needs_approval' => self::tell_of_distribution( $row, $message ),
				'obligation_ready', 'obligation_held' => self::tell_of_obligations( $row, $message ),
				default => self::tell_of_payout( $row, $message ),
			};
		} catch ( \Throwable $failure ) {
			Failures::note( 'listener', $failure );
		}
	}

	/**
	 * A distribution was closed.
	 *
	 * @param array $row     The distribution.
	 * @param array $message The message.
	 */
	private static function tell_of_distribution( array $row, array $message ): void {
		$id = $message['id'];
		if ( 'needs_approval' === $message['kind'] ) {
			/**
			 * Fires once a distribution was closed that a person must approve.
			 *
			 * @since 0.1.0
			 *
			 * @param array $distribution The distribution, as `siren_get( 'distributions', … )` gives it without its lists.
			 * @param int   $id           Id of the message: fired again after a crash, it is the same.
			 */
			\do_action( 'siren_needs_approval', $row, $id );
			return;
		}
		$run = [
			'distributor'  => $row['distributor'],
			'distribution' => $row['id'],
			'period'       => $row['period'],
			'pool'         => [
				'amount'   => $row['amount'],
				'currency' => $row['currency'],
			],
			'obligations'  => $row['obligations'],
		];
		/**
		 * Fires for each distribution that is complete: once it was closed, or, where a person must approve it, once it
		 * was approved. Its money is written by then.
		 *
		 * @since 0.1.0
		 *
		 * @param array $run `distributor` and `distribution` (ids), `period` (start, end), `pool` (amount, currency),
		 *                   `obligations` (how many were made).
		 * @param int   $id  Id of the message: fired again after a crash, it is the same.
		 */
		\do_action( 'siren_distribution_completed', $run, $id );
	}

	/**
	 * Obligations changed status: one of them, or several in one operation.
	 *
	 * @param array $row     The first of them.
	 * @param array $message The message.
	 */
	private static function tell_of_obligations( array $row, array $message ): void {
		$id = $message['id'];
		if ( 'obligation_ready' === $message['kind'] ) {
			/**
			 * Fires when an obligation becomes payable: it was created payable, released, approved, or is owed again.
			 * If one operation does this to many obligations, it fires once for all of them.
			 *
			 * @since 0.1.0
			 *
			 * @param array $obligation The obligation, or the first of them, as `siren_get( 'obligations', … )` gives it.
			 * @param int   $id         Id of the message: fired again after a crash, it is the same.
			 * @param array $message    `obligations` (how many there are), and `distribution` (id) if all belong to
			 *                          one, or `payout` (id) if they are owed again because of it; otherwise null.
			 */
			\do_action( 'siren_obligation_ready', $row, $id, $message );
			return;
		}
		/**
		 * Fires when an obligation is held: manually, or because its collaborator is not active. If one operation does
		 * this to many obligations, it fires once for all of them.
		 *
		 * @since 0.1.0
		 *
		 * @param array $obligation The obligation, or the first of them, as `siren_get( 'obligations', … )` gives it.
		 * @param int   $id         Id of the message: fired again after a crash, it is the same.
		 * @param array $message    `obligations` (how many there are), and `distribution` (id) if all belong to one.
		 */
		\do_action( 'siren_obligation_held', $row, $id, $message );
	}

	/**
	 * A payout was paid, failed or was returned.
	 *
	 * @param array $row     The payout.
	 * @param array $message The message.
	 */
	private static function tell_of_payout( array $row, array $message ): void {
		$id = $message['id'];
		if ( 'payout_paid' === $message['kind'] ) {
			/**
			 * Fires when a payout is paid.
			 *
			 * @since 0.1.0
			 *
			 * @param array $payout The payout, as `siren_get( 'payouts', … )` gives it.
			 * @param int   $id     Id of the message: fired again after a crash, it is the same.
			 */
			\do_action( 'siren_payout_paid', $row, $id );
			return;
		}
		if ( 'payout_failed' === $message['kind'] ) {
			/**
			 * Fires when a payout fails. Its obligations are owed again.
			 *
			 * @since 0.1.0
			 *
			 * @param array $payout The payout, as `siren_get( 'payouts', … )` gives it.
			 * @param int   $id     Id of the message: fired again after a crash, it is the same.
			 */
			\do_action( 'siren_payout_failed', $row, $id );
			return;
		}
		/**
		 * Fires when a paid payout is returned. Its obligations are owed again.
		 *
		 * @since 0.1.0
		 *
		 * @param array $payout The payout, as `siren_get( 'payouts', … )` gives it.
		 * @param int   $id     Id of the message: fired again after a crash, it is the same.
		 */
		\do_action( 'siren_payout_returned', $row, $id );
	}
}
