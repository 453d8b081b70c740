<?php
/**
 * WordPress accounts of those who are paid.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * A collaborator is bound to a user by the user's number, and so is what a user did. WordPress gives a number once, but an
 * import or a restored database can give it to somebody else. So a number whose account is gone is retired: its
 * collaborator is bound to nobody, what is owed stays, and whoever bears the number next is a stranger. WordPress tells of
 * accounts that are deleted; those that went unnoticed, or are other ones now, the heartbeat finds.
 */
final class Accounts {

	/** Option: by collaborator, a mark of the account as it was when it was bound. */
	public const KNOWN_OPTION = 'siren_accounts';

	/** Option: by collaborator, the instant at which the account was found to be gone. */
	public const GONE_OPTION = 'siren_accounts_gone';

	/** Option: numbers of users who did something, to be retired in the ledger by the next heartbeat. */
	public const RETIRED_OPTION = 'siren_accounts_retired';

	/** How many the engine retires at once. */
	private const BATCH = 200;

	private const PER_PAGE = 100;

	/**
	 * WordPress deleted an account. The binding ends now; what the user did is told apart from the next one's by the next
	 * heartbeat, for that takes a look at all that was recorded.
	 *
	 * @param int $user_id WordPress user.
	 */
	public static function deleted( int $user_id ): void {
		$retired = self::option( self::RETIRED_OPTION );
		if ( ! \in_array( $user_id, $retired, true ) ) {
			\update_option( self::RETIRED_OPTION, [ ...$retired, $user_id ], false );
		}
		if ( ! Requirements::has_extension() ) {
			return;
		}
		Recorder::attempt(
			static function () use ( $user_id ): void {
				Store::open();
				foreach ( \siren_find( 'collaborators', [ 'wp_user_id' => $user_id ] )['items'] as $row ) {
					self::unbind( $row['id'] );
				}
			}
		);
	}

	/**
	 * A network deleted an account: it is gone from all of its sites.
	 *
	 * @param int $user_id WordPress user.
	 */
	public static function deleted_from_network( int $user_id ): void {
		foreach ( \array_keys( \get_blogs_of_user( $user_id, true ) ) as $site ) {
			\switch_to_blog( $site );
			if ( false !== \get_option( Lifecycle::OPTION ) ) {
				self::deleted( $user_id );
			}
			\restore_current_blog();
		}
	}

	/**
	 * Looks whether the accounts of all collaborators are still there and still the same, and retires those that are not.
	 *
	 * @throws \Siren\Exception\SirenException When the ledger cannot be written.
	 */
	public static function check(): void {
		$bound = self::bound();
		if ( ! self::can_tell( $bound ) ) {
			return;
		}
		$known = self::option( self::KNOWN_OPTION );
		$now   = [];
		$gone  = \array_map( 'intval', \array_values( self::option( self::RETIRED_OPTION ) ) );
		foreach ( $bound as $id => $user_id ) {
			$mark = self::mark( $user_id );
			$same = $known[ $id ] ?? null;
			// Bound to another user since, it is another account for a good reason.
			if ( null === $mark || ( \is_array( $same ) && $same['user'] === $user_id && $same['mark'] !== $mark ) ) {
				$gone[] = $user_id;
				continue;
			}
			$now[ $id ] = [
				'user' => $user_id,
				'mark' => $mark,
			];
		}
		self::retire( \array_values( \array_unique( $gone ) ) );
		if ( $now !== $known ) {
			\update_option( self::KNOWN_OPTION, $now, false );
		}
	}

	/**
	 * When a collaborator's account was found to be gone.
	 *
	 * @param int $collaborator Collaborator.
	 * @return ?string Instant; null where it never was.
	 */
	public static function gone_since( int $collaborator ): ?string {
		$since = self::option( self::GONE_OPTION )[ $collaborator ] ?? null;
		return Clock::is_instant( $since ) ? $since : null;
	}

	/**
	 * Forgets what is kept of a collaborator.
	 *
	 * @param int $collaborator Collaborator.
	 */
	public static function forget( int $collaborator ): void {
		foreach ( [ self::KNOWN_OPTION, self::GONE_OPTION ] as $option ) {
			$kept = self::option( $option );
			if ( isset( $kept[ $collaborator ] ) ) {
				unset( $kept[ $collaborator ] );
				\update_option( $option, $kept, false );
			}
		}
	}

	/**
	 * Retires the numbers of users in the ledger.
	 *
	 * @param int[] $users WordPress users.
	 */
	private static function retire( array $users ): void {
		foreach ( \array_chunk( $users, self::BATCH ) as $some ) {
			foreach ( \siren_retire_users( $some )['collaborators'] as $id ) {
				self::note( $id );
			}
		}
		if ( [] !== self::option( self::RETIRED_OPTION ) ) {
			\update_option( self::RETIRED_OPTION, [], false );
		}
	}

	/**
	 * Lets a collaborator be no user any more.
	 *
	 * @param int $collaborator Collaborator.
	 */
	private static function unbind( int $collaborator ): void {
		\siren_save_collaborator(
			[
				'id'         => $collaborator,
				'wp_user_id' => null,
				'now'        => Clock::now(),
			]
		);
		self::note( $collaborator );
	}

	/**
	 * Notes for the collaborator's screen that the account is gone.
	 *
	 * @param int $collaborator Collaborator.
	 */
	private static function note( int $collaborator ): void {
		\update_option( self::GONE_OPTION, [ $collaborator => Clock::now() ] + self::option( self::GONE_OPTION ), false );
	}

	/**
	 * The collaborators who are bound to a user.
	 *
	 * @return array<int,int> User by collaborator.
	 */
	private static function bound(): array {
		$bound = [];
		$page  = 1;
		do {
			$found = \siren_find(
				'collaborators',
				[
					'order_by' => 'id',
					'page'     => $page,
					'per_page' => self::PER_PAGE,
				]
			);
			foreach ( $found['items'] as $row ) {
				if ( null !== $row['wp_user_id'] ) {
					$bound[ $row['id'] ] = $row['wp_user_id'];
				}
			}
		} while ( $page++ * self::PER_PAGE < $found['total'] );
		return $bound;
	}

	/**
	 * Whether the site's database can say which accounts there are. Where it fails nobody's account is gone for that.
	 *
	 * @param array<int,int> $bound Users.
	 */
	private static function can_tell( array $bound ): bool {
		global $wpdb;
		$wpdb->last_error = '';
		\cache_users( \array_values( $bound ) );
		return '' === $wpdb->last_error && false !== $wpdb->get_var( "SELECT 1 FROM {$wpdb->users} LIMIT 1" ) && '' === $wpdb->last_error; // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- whether it answers at all.
	}

	/**
	 * What tells an account from another of the same number. Neither the log-in name nor the day of registration changes
	 * while it is the same account.
	 *
	 * @param int $user_id WordPress user.
	 * @return ?string Null where there is none.
	 */
	private static function mark( int $user_id ): ?string {
		$user = \get_userdata( $user_id );
		return false === $user ? null : Pseudonym::of( KeySecret::get(), $user->user_login . '|' . $user->user_registered );
	}

	/**
	 * An option that is an array, whatever became of it.
	 *
	 * @param string $name Its name.
	 */
	private static function option( string $name ): array {
		$kept = \get_option( $name, [] );
		return \is_array( $kept ) ? $kept : [];
	}
}
