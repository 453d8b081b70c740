<?php
/**
 * What happened in the ledger, told to other plugins.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine writes what is to be told together with what happened; here it becomes WordPress actions, in the same order.
 * The engine is told afterwards what was delivered. So a process that dies in between fires some of them once more, with
 * the same ids, and never leaves one out: a listener that must not act twice remembers the ids it has acted on.
 */
final class Outbox {

	/** Messages after which the engine is told: so many at most are fired again after a crash. */
	private const BATCH = 20;

	/** Seconds after which it is told before, where listeners are slow. */
	private const PATIENCE = 3.0;

	/** Seconds that one delivery may take; the rest waits for the next heartbeat. */
	private const BUDGET = 20.0;

	/** The file, in the data directory, that the one who delivers has locked. */
	private const LOCK = 'outbox.lock';

	/**
	 * Whether this request may have changed something.
	 *
	 * @var bool
	 */
	private static bool $due = false;

	/**
	 * Notes that this request changes something, so that others hear of it when it ends and not at the next heartbeat.
	 */
	public static function deliver_at_the_end(): void {
		self::$due = true;
	}

	/**
	 * Delivers what this request changed. Called when it ends, after its answer is sent: nobody waits for the listeners.
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
	 * Delivers what waits. Only one process does at any time; another leaves it to that one. On a site that may be a copy
	 * nothing is delivered: the original does that.
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
	 * Takes the lock, or gives null where another has it. It is one of the operating system, on a file beside the ledger,
	 * which is never on a network: it ends with its process however that ends. One in the options would outlive a process
	 * that was killed, and whatever time it was given, a slow listener could take longer.
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

	/**
	 * Delivers batch after batch until nothing waits or the time is over.
	 */
	private static function deliver_all(): void {
		$began = \microtime( true );
		do {
			$told = self::deliver_batch( $began + self::BUDGET );
		} while ( $told && \microtime( true ) < $began + self::BUDGET );
	}

	/**
	 * Delivers a batch, and tells the engine.
	 *
	 * @param float $deadline When to stop, in seconds since 1970.
	 * @return bool Whether there was anything to deliver.
	 */
	private static function deliver_batch( float $deadline ): bool {
		$messages = \siren_outbox( [ 'limit' => self::BATCH ] );
		$until    = \min( $deadline, \microtime( true ) + self::PATIENCE );
		$last     = null;
		foreach ( $messages as $message ) {
			self::fire( $message );
			// A listener may have gone to another site of a network.
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
	 * Tells the listeners of one message. One that fails keeps nothing from those of the next.
	 *
	 * @param array $message One of those that `siren_outbox()` gives.
	 */
	private static function fire( array $message ): void {
		// What happened later is in the row too: a listener sees it as it is now.
		$row = match ( $message['kind'] ) {
			'distribution_completed', 'needs_approval' => \siren_get( 'distributions', $message['distribution'], [ 'lists' => false ] ),
			'obligation_ready', 'obligation_held' => \siren_get( 'obligations', $message['obligation'], [ 'lists' => false ] ),
			'payout_paid', 'payout_failed', 'payout_returned' => \siren_get( 'payouts', $message['payout'], [ 'lists' => false ] ),
			default => null,
		};
		if ( null === $row ) {
			return; // Of a newer version, from before the plugin was set back.
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
	 * Obligations moved: one, or many by one act.
	 *
	 * @param array $row     The first of them.
	 * @param array $message The message.
	 */
	private static function tell_of_obligations( array $row, array $message ): void {
		$id = $message['id'];
		if ( 'obligation_ready' === $message['kind'] ) {
			/**
			 * Fires once an obligation can be paid: it was made so, released, approved, or is owed again. Where one act did
			 * that to many, it fires once for all of them.
			 *
			 * @since 0.1.0
			 *
			 * @param array $obligation The obligation, or the first of them, as `siren_get( 'obligations', … )` gives it.
			 * @param int   $id         Id of the message: fired again after a crash, it is the same.
			 * @param array $message    `obligations` (how many they are), and `distribution` (id) where they are all of one,
			 *                          or `payout` (id) where they are owed again because of it; else null.
			 */
			\do_action( 'siren_obligation_ready', $row, $id, $message );
			return;
		}
		/**
		 * Fires once an obligation is held: by hand, or since its collaborator is not active. Where one act did that to
		 * many, it fires once for all of them.
		 *
		 * @since 0.1.0
		 *
		 * @param array $obligation The obligation, or the first of them, as `siren_get( 'obligations', … )` gives it.
		 * @param int   $id         Id of the message: fired again after a crash, it is the same.
		 * @param array $message    `obligations` (how many they are), and `distribution` (id) where they are all of one.
		 */
		\do_action( 'siren_obligation_held', $row, $id, $message );
	}

	/**
	 * A payout came to its end, or came back.
	 *
	 * @param array $row     The payout.
	 * @param array $message The message.
	 */
	private static function tell_of_payout( array $row, array $message ): void {
		$id = $message['id'];
		if ( 'payout_paid' === $message['kind'] ) {
			/**
			 * Fires once a payout is paid.
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
			 * Fires once a payout failed; what it held is owed again.
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
		 * Fires once a payout that was paid came back; what it held is owed again.
		 *
		 * @since 0.1.0
		 *
		 * @param array $payout The payout, as `siren_get( 'payouts', … )` gives it.
		 * @param int   $id     Id of the message: fired again after a crash, it is the same.
		 */
		\do_action( 'siren_payout_returned', $row, $id );
	}
}
