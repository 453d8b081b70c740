<?php
/**
 * The WordPress accounts of collaborators.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Collaborators and recorded activity refer to WordPress users by id. WordPress never reuses an id itself, but an
 * import or a restored database can assign it to someone else. The id of a deleted account is therefore retired: its
 * collaborator is unlinked from the user, the money owed stays, and whoever gets the id next is treated as a different
 * person. WordPress reports deleted accounts; the heartbeat finds accounts that disappeared or changed unnoticed.
 */
final class Accounts {

	/** Option: fingerprint of each collaborator's account at the time it was linked. */
	public const KNOWN_OPTION = 'siren_accounts';

	/** Option: the instant at which each collaborator's account was found to be gone. */
	public const GONE_OPTION = 'siren_accounts_gone';

	/** Option: ids of deleted users with recorded activity; the next heartbeat retires them in the ledger. */
	public const RETIRED_OPTION = 'siren_accounts_retired';

	/** Maximum number of users the engine retires in one call. */
	private const BATCH = 200;

	private const PER_PAGE = 100;

	/**
	 * WordPress deleted an account. The collaborator is unlinked at once. Retiring the user id in the ledger is left to
	 * the next heartbeat, because it scans everything that was recorded.
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
	 * An account was deleted from a network, and so from all of its sites.
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
	 * Checks that every collaborator's account still exists and is still the same one, and retires those that are not.
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
			// A different user because somebody linked another one on purpose.
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
	 * The instant at which a collaborator's account was found to be gone.
	 *
	 * @param int $collaborator Collaborator.
	 * @return ?string Instant; null if it is not gone.
	 */
	public static function gone_since( int $collaborator ): ?string {
		$since = self::option( self::GONE_OPTION )[ $collaborator ] ?? null;
		return Clock::is_instant( $since ) ? $since : null;
	}

	/**
	 * Deletes what is stored about a collaborator.
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
	 * Retires user ids in the ledger.
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
	 * Unlinks a collaborator from their WordPress user.
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
	 * Remembers that the account is gone, to show it on the collaborator's screen.
	 *
	 * @param int $collaborator Collaborator.
	 */
	private static function note( int $collaborator ): void {
		\update_option( self::GONE_OPTION, [ $collaborator => Clock::now() ] + self::option( self::GONE_OPTION ), false );
	}

	/**
	 * The collaborators that are linked to a user.
	 *
	 * @return array<int,int> User ids by collaborator id.
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
	 * Whether the site's database can be queried for accounts. If the query fails, no account is considered gone.
	 *
	 * @param array<int,int> $bound User ids by collaborator id.
	 */
	private static function can_tell( array $bound ): bool {
		global $wpdb;
		$wpdb->last_error = '';
		\cache_users( \array_values( $bound ) );
		return '' === $wpdb->last_error && false !== $wpdb->get_var( "SELECT 1 FROM {$wpdb->users} LIMIT 1" ) && '' === $wpdb->last_error; // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- whether it answers at all.
	}

	/**
	 * A fingerprint that distinguishes an account from another with the same id. The login name and the registration
	 * date never change while it is the same account.
	 *
	 * @param int $user_id WordPress user.
	 * @return ?string Null if there is no such account.
	 */
	private static function mark( int $user_id ): ?string {
		$user = \get_userdata( $user_id );
		return false === $user ? null : Pseudonym::of( KeySecret::get(), $user->user_login . '|' . $user->user_registered );
	}

	/**
	 * Reads an option as an array; anything else counts as empty.
	 *
	 * @param string $name Name.
	 */
	private static function option( string $name ): array {
		$kept = \get_option( $name, [] );
		return \is_array( $kept ) ? $kept : [];
	}
}
