<?php
/**
 * Integration with WordPress's personal data tools.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine exports and erases what the ledger knows about a person, whether they are paid or bought, learned or read
 * something. This class finds the names under which the ledger knows the person, and converts the engine's answers to
 * WordPress's format. Events that are still waiting in the site's database are recorded first. A collaborator who is
 * still owed money is not erased, because the site must know whom to pay.
 */
final class Privacy {

	private const GROUP = 'siren-distributors';

	/** Parts of the engine's export that are lists of rows. */
	private const LISTS = [ 'balances', 'obligations', 'payouts', 'allocations', 'metrics', 'disputes' ];

	/** Parts that list what a person did. */
	private const DEEDS = [ 'events', 'transactions' ];

	/** Number of rows of each part on a page; WordPress requests one page after another. */
	private const PER_PAGE = 250;

	/** Statuses of money that is not paid yet. */
	private const OWED = [ 'draft', 'held', 'pending', 'fulfilled' ];

	/**
	 * Suggests a text for the site's privacy policy.
	 */
	public static function add_policy(): void {
		$paragraphs = [
			\__( 'When you read an article or follow an affiliate link, we count the visit for the article’s author or the person who referred you. To tell visits apart, and to notice unusually many visits from one place, we derive codes from your IP address and your browser’s name with a secret key that is discarded every day. After that, no one can tell whose visit it was. We do not store your IP address. If you are logged in, your user ID is stored with the visit instead.', 'siren-distributors' ),
			/* translators: 1: name of a cookie, 2: number of days. */
			\sprintf( \__( 'If you follow an affiliate link, the cookie %1$s remembers its code for %2$d days, so that a purchase is credited to the person who referred you. If you are logged in, a second cookie prevents authors’ and editors’ own visits from counting. It expires when your login session ends.', 'siren-distributors' ), '<code>' . Attribution::COOKIE . '</code>', Settings::all()['cookie_days'] ),
			\__( 'When you buy something or complete a course, we record your user ID and the email addresses you provide, and that they belong to the same person, so that no one earns from their own purchases. If you ask us to erase your data, the purchase or course stays in our records without your name.', 'siren-distributors' ),
			\__( 'For people who are paid by this site, we keep their name, email address, earnings and payouts for as long as accounting law requires.', 'siren-distributors' ),
		];
		\wp_add_privacy_policy_content( 'Siren Distributors', '<p class="privacy-policy-tutorial">' . \__( 'This describes what the plugin stores with its current settings. Edit anything that is different on your site.', 'siren-distributors' ) . '</p><p>' . \implode( '</p><p>', $paragraphs ) . '</p>' );
	}

	/**
	 * Registers the exporter.
	 *
	 * @param array $exporters As passed by WordPress.
	 */
	public static function add_exporter( array $exporters ): array {
		$exporters[ self::GROUP ] = [
			'exporter_friendly_name' => 'Siren Distributors',
			'callback'               => [ self::class, 'export' ],
		];
		return $exporters;
	}

	/**
	 * Registers the eraser.
	 *
	 * @param array $erasers As passed by WordPress.
	 */
	public static function add_eraser( array $erasers ): array {
		$erasers[ self::GROUP ] = [
			'eraser_friendly_name' => 'Siren Distributors',
			'callback'             => [ self::class, 'erase' ],
		];
		return $erasers;
	}

	/**
	 * Exports everything the ledger knows about a person.
	 *
	 * @param string $email E-mail address.
	 * @param int    $page  Page number, from 1.
	 * @return array{data:array,done:bool}|\WP_Error In WordPress's format.
	 * @throws \Siren\Exception\SirenException When the ledger cannot be read; WordPress reports it, and the export can be repeated.
	 */
	public static function export( string $email, int $page = 1 ): array|\WP_Error {
		if ( ! Requirements::has_extension() ) {
			return self::unreadable();
		}
		Store::open();
		Deferred::take_up_all();
		$all   = \siren_export_person(
			self::names( $email ),
			[
				'page'     => \max( 1, $page ),
				'per_page' => self::PER_PAGE,
			]
		);
		$items = [];
		foreach ( $all['collaborators'] as $earned ) {
			$id      = $earned['collaborator']['id'];
			$items[] = self::item( 'collaborator', 'collaborator-' . $id, $earned['collaborator'] );
			foreach ( self::LISTS as $part ) {
				foreach ( $earned[ $part ] as $index => $row ) {
					$items[] = self::item( $part, $part . '-' . $id . '-' . $index, $row );
				}
			}
		}
		foreach ( self::DEEDS as $part ) {
			foreach ( $all[ $part ]['items'] as $row ) {
				$items[] = self::item( $part, $part . '-' . $row['id'], $row );
			}
		}
		foreach ( $all['conflicts'] as $row ) {
			$items[] = self::item( 'conflicts', 'conflicts-' . $row['id'], $row );
		}
		if ( $page <= 1 ) {
			$items = [ ...$items, ...self::retakes( $email ) ];
			if ( [] !== $items ) {
				\array_unshift(
					$items,
					self::item(
						'names',
						'names',
						[
							'names'         => $all['names'],
							'maybe another' => $all['left'],
						]
					)
				);
			}
		}
		return [
			'data' => $items,
			'done' => $all['done'],
		];
	}

	/**
	 * Erases a person.
	 *
	 * @param string $email E-mail address.
	 * @return array{items_removed:bool,items_retained:bool,messages:string[],done:bool}|\WP_Error
	 * @throws \Siren\Exception\SirenException When the ledger cannot be written; then nothing is erased.
	 */
	public static function erase( string $email ): array|\WP_Error {
		if ( ! Requirements::has_extension() ) {
			return self::unreadable();
		}
		Store::open();
		\wp_raise_memory_limit( 'admin' );
		if ( \function_exists( 'set_time_limit' ) ) {
			@\set_time_limit( 0 ); // A large ledger is rewritten.
		}
		Deferred::take_up_all();
		$names    = self::names( $email );
		$messages = [];
		foreach ( \siren_export_person( $names, [ 'per_page' => 1 ] )['collaborators'] as $earned ) {
			$owed = self::owed( $earned['balances'] );
			if ( [] !== $owed ) {
				/* translators: 1: number of a collaborator, 2: amounts of money. */
				$messages[] = \sprintf( \__( 'Collaborator %1$d is still owed %2$s. Pay or settle the amount, then erase again.', 'siren-distributors' ), $earned['collaborator']['id'], \implode( ', ', $owed ) );
			}
		}
		if ( [] !== $messages ) {
			return self::erased( false, true, $messages );
		}
		$answer  = \siren_erase_person( $names );
		$user    = \get_user_by( 'email', $email );
		$retakes = false !== $user && Retakes::forget( $user->ID );
		Failures::forget_about( [ $email, ...$names ] );
		foreach ( $answer['collaborators'] as $id ) {
			Accounts::forget( $id );
		}
		$kept     = \array_filter( $answer['kept'], static fn( array $part ): bool => $part['rows'] > 0 );
		$removed  = $retakes || \array_sum( $answer['changed'] ) > 0;
		$messages = self::said( $answer, $kept, $removed );
		return self::erased( $removed, [] !== $kept || [] !== $answer['left'], $messages );
	}

	/**
	 * Messages for the administrator.
	 *
	 * @param array   $answer  The engine's answer.
	 * @param array[] $kept    What the engine kept.
	 * @param bool    $removed Whether anything was removed.
	 * @return string[] Messages.
	 */
	private static function said( array $answer, array $kept, bool $removed ): array {
		$messages = [];
		foreach ( $kept as $part ) {
			/* translators: 1: kind of record, 2: number of them, 3: why they are kept. */
			$messages[] = \sprintf( \__( 'Kept without a name: %1$s (%2$d), because %3$s.', 'siren-distributors' ), $part['what'], $part['rows'], $part['why'] );
		}
		if ( [] !== $answer['left'] ) {
			/* translators: %s: names such as "user:7, email:ann@example.org". */
			$messages[] = \sprintf( \__( 'Not erased: %s. These were provided together with this person’s email address but also belong to another account. Find out whose they are; you can erase each address separately.', 'siren-distributors' ), \implode( ', ', $answer['left'] ) );
		}
		if ( [] !== $answer['backups'] ) {
			/* translators: %s: paths of files. */
			$messages[] = \sprintf( \__( 'These backups of the ledger still contain this person’s data until they are deleted: %s', 'siren-distributors' ), \implode( ', ', $answer['backups'] ) );
		}
		if ( $removed ) {
			$messages[] = \__( 'Earlier backups made by your host or another plugin still contain this person’s data until they are deleted.', 'siren-distributors' );
		}
		if ( ! $answer['wiped'] ) {
			$messages[] = \__( 'The ledger is large, or another program is reading it right now. The next heartbeat removes the remaining traces from its file.', 'siren-distributors' );
		}
		return $messages;
	}

	/**
	 * The result in WordPress's format.
	 *
	 * @param bool     $removed  Whether anything was removed.
	 * @param bool     $retained Whether anything was kept.
	 * @param string[] $messages Reasons.
	 * @return array{items_removed:bool,items_retained:bool,messages:string[],done:true}
	 */
	private static function erased( bool $removed, bool $retained, array $messages ): array {
		return [
			'items_removed'  => $removed,
			'items_retained' => $retained,
			'messages'       => $messages,
			'done'           => true,
		];
	}

	/**
	 * What is stored with a user's account.
	 *
	 * @param string $email E-mail address.
	 * @return array[] Items.
	 */
	private static function retakes( string $email ): array {
		$user = \get_user_by( 'email', $email );
		$kept = false === $user ? [] : Retakes::kept( $user->ID );
		return [] === $kept ? [] : [ self::item( 'completions', 'completions', [ 'completions' => $kept ] ) ];
	}

	/**
	 * The subjects under which a person is recorded. The engine itself knows names that were recorded together with one
	 * of these.
	 *
	 * @param string $email E-mail address.
	 * @return string[]
	 */
	private static function names( string $email ): array {
		$user  = \get_user_by( 'email', $email );
		$names = [ 'email:' . \strtolower( $email ) ];
		return false === $user ? $names : [ 'user:' . $user->ID, ...$names ];
	}

	/** Error for WordPress, so that it does not report that there is no data. */
	private static function unreadable(): \WP_Error {
		return new \WP_Error( 'siren_extension_missing', \__( 'The ledger of Siren Distributors cannot be read: the PHP extension “siren” is not loaded.', 'siren-distributors' ) );
	}

	/**
	 * Amounts that are still to be paid.
	 *
	 * @param array[] $balances The engine's balances, one for each currency.
	 * @return string[] Formatted amounts.
	 */
	private static function owed( array $balances ): array {
		$owed = [];
		foreach ( $balances as $balance ) {
			foreach ( self::OWED as $state ) {
				if ( ! Money::is_zero( $balance[ $state ] ) ) {
					$owed[] = Money::display( $balance[ $state ], $balance['currency'] );
				}
			}
		}
		return $owed;
	}

	/**
	 * Converts a row to WordPress's export format.
	 *
	 * @param string              $part Part of the ledger.
	 * @param string              $id   Unique among all items.
	 * @param array<string,mixed> $row  Row from the engine.
	 * @return array<string,mixed>
	 */
	private static function item( string $part, string $id, array $row ): array {
		$data = [];
		foreach ( $row as $name => $value ) {
			if ( null !== $value && [] !== $value ) {
				$data[] = [
					'name'  => $name,
					'value' => \is_scalar( $value ) ? (string) $value : (string) \wp_json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ),
				];
			}
		}
		return [
			'group_id'    => self::GROUP . '-' . $part,
			/* translators: %s: a part of the ledger, like "payouts". */
			'group_label' => \sprintf( \__( 'Siren Distributors: %s', 'siren-distributors' ), $part ),
			'item_id'     => self::GROUP . '-' . $id,
			'data'        => $data,
		];
	}
}
