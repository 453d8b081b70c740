<?php
/**
 * WordPress's tools for personal data.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * What the ledger has of a person is exported and forgotten by the engine; this class finds the person by the e-mail
 * address WordPress asks about, and puts the engine's answers into WordPress's shape.
 *
 * A collaborator to whom money is still owed is not forgotten: who is to be paid has to be known until it is done.
 */
final class Privacy {

	private const GROUP = 'siren-distributors';

	/** Parts of the engine's export that are lists of rows. */
	private const LISTS = [ 'balances', 'obligations', 'payouts', 'allocations', 'metrics' ];

	/** What a person did, and the column that says who. */
	private const DEEDS = [
		'events'       => 'subject',
		'transactions' => 'customer',
	];

	private const PER_PAGE = 100;

	/** What a balance may still wait in, until it is paid. */
	private const OWED = [ 'draft', 'held', 'pending', 'fulfilled' ];

	/**
	 * Suggests a text for the site's privacy policy.
	 */
	public static function add_policy(): void {
		$paragraphs = [
			\__( 'When you read an article or come by an affiliate link, we count that visit for its author or for whoever sent you. To tell visits apart, and to notice when very many come from one place, we make codes of your address on the internet and the name of your browser under a secret that is thrown away every day; after that nobody can tell whose visit it was. We do not store your address. If you are logged in, your user number is stored with the visit instead.', 'siren-distributors' ),
			/* translators: 1: name of a cookie, 2: number of days. */
			\sprintf( \__( 'If you come by an affiliate link, the cookie %1$s remembers its code for %2$d days, so that a purchase is credited to whoever sent you. If you are logged in, a second cookie keeps authors’ and editors’ own visits from counting; it ends with your log-in.', 'siren-distributors' ), '<code>' . Attribution::COOKIE . '</code>', Settings::all()['cookie_days'] ),
			\__( 'When you buy something or complete a course, we note your user number and the e-mail addresses you give, and that they are one person’s, so that nobody earns from their own purchases.', 'siren-distributors' ),
			\__( 'Of the people who are paid by this site we keep name, e-mail address, what they earned and what was paid to them, for as long as the law on bookkeeping asks.', 'siren-distributors' ),
		];
		\wp_add_privacy_policy_content( 'Siren Distributors', '<p class="privacy-policy-tutorial">' . \__( 'This is what the plugin keeps with its present settings. Change what is otherwise on your site.', 'siren-distributors' ) . '</p><p>' . \implode( '</p><p>', $paragraphs ) . '</p>' );
	}

	/**
	 * Makes the exporter known.
	 *
	 * @param array $exporters WordPress's and other plugins'.
	 */
	public static function add_exporter( array $exporters ): array {
		$exporters[ self::GROUP ] = [
			'exporter_friendly_name' => 'Siren Distributors',
			'callback'               => [ self::class, 'export' ],
		];
		return $exporters;
	}

	/**
	 * Makes the eraser known.
	 *
	 * @param array $erasers WordPress's and other plugins'.
	 */
	public static function add_eraser( array $erasers ): array {
		$erasers[ self::GROUP ] = [
			'eraser_friendly_name' => 'Siren Distributors',
			'callback'             => [ self::class, 'erase' ],
		];
		return $erasers;
	}

	/**
	 * Everything the ledger has of a person.
	 *
	 * @param string $email E-mail address.
	 * @param int    $page  Which part of it, from 1.
	 * @return array{data:array,done:bool}|\WP_Error As WordPress takes it.
	 * @throws \Siren\Exception\SirenException When the ledger cannot be read; WordPress says so and can be told to try again.
	 */
	public static function export( string $email, int $page = 1 ): array|\WP_Error {
		if ( ! Requirements::has_extension() ) {
			return self::unreadable();
		}
		Store::open();
		$collaborators = self::collaborators( $email );
		if ( [] === $collaborators ) {
			return self::export_deeds( $email, $page );
		}
		$items = [];
		foreach ( $collaborators as $id ) {
			$all     = \siren_export_collaborator( $id );
			$items[] = self::item( 'collaborator', 'collaborator-' . $id, $all['collaborator'] + [ 'names' => $all['names'] ] );
			foreach ( self::LISTS as $part ) {
				foreach ( $all[ $part ] as $index => $row ) {
					$items[] = self::item( $part, $part . '-' . $id . '-' . $index, $row );
				}
			}
			foreach ( self::DEEDS as $part => $by ) {
				foreach ( $all[ $part ]['items'] as $row ) {
					$items[] = self::item( $part, $part . '-' . $row['id'], $row );
				}
			}
		}
		return [
			'data' => $items,
			'done' => true, // All at once; the engine bounds it.
		];
	}

	/**
	 * Forgets a person.
	 *
	 * @param string $email E-mail address.
	 * @return array{items_removed:bool,items_retained:bool,messages:string[],done:bool}|\WP_Error
	 * @throws \Siren\Exception\SirenException When the ledger cannot be written.
	 */
	public static function erase( string $email ): array|\WP_Error {
		if ( ! Requirements::has_extension() ) {
			return self::unreadable();
		}
		Store::open();
		$collaborators = self::collaborators( $email );
		$kept          = [] === $collaborators ? self::kept_of_others( $email ) : [];
		$user          = \get_user_by( 'email', $email );
		$removed       = false !== $user && Retakes::forget( $user->ID );
		foreach ( $collaborators as $id ) {
			$owed = self::owed( \siren_export_collaborator( $id )['balances'] );
			if ( [] !== $owed ) {
				/* translators: 1: number of a collaborator, 2: amounts of money. */
				$kept[] = \sprintf( \__( 'Collaborator %1$d is still owed %2$s. Pay it or settle it first, then erase again.', 'siren-distributors' ), $id, \implode( ', ', $owed ) );
				continue;
			}
			$removed = true;
			foreach ( \siren_erase_collaborator( $id )['kept'] as $part ) {
				if ( $part['rows'] > 0 ) {
					/* translators: 1: kind of record, 2: number of them, 3: why they are kept. */
					$kept[] = \sprintf( \__( 'Kept without a name: %1$s (%2$d), because %3$s.', 'siren-distributors' ), $part['what'], $part['rows'], $part['why'] );
				}
			}
		}
		return [
			'items_removed'  => $removed,
			'items_retained' => [] !== $kept,
			'messages'       => $kept,
			'done'           => true,
		];
	}

	/**
	 * What somebody did who is nobody the site pays: a student, a customer, a reader with an account.
	 *
	 * @param string $email E-mail address.
	 * @param int    $page  Which part of it, from 1.
	 * @return array{data:array,done:bool}
	 */
	private static function export_deeds( string $email, int $page ): array {
		$items = [];
		$done  = true;
		foreach ( self::names( $email ) as $name ) {
			foreach ( self::DEEDS as $part => $by ) {
				$found = \siren_find(
					$part,
					[
						$by        => $name,
						'page'     => $page,
						'per_page' => self::PER_PAGE,
						'order_by' => 'id',
					]
				);
				$done  = $done && $found['total'] <= $page * self::PER_PAGE;
				foreach ( $found['items'] as $row ) {
					$items[] = self::item( $part, $part . '-' . $row['id'], $row );
				}
			}
		}
		return [
			'data' => $items,
			'done' => $done,
		];
	}

	/**
	 * Why something is kept of somebody who is nobody the site pays: others earned by it.
	 *
	 * @param string $email E-mail address.
	 * @return string[] Messages.
	 */
	private static function kept_of_others( string $email ): array {
		$rows = 0;
		foreach ( self::names( $email ) as $name ) {
			foreach ( self::DEEDS as $part => $by ) {
				$rows += \siren_find( $part, [ $by => $name ] )['total'];
			}
		}
		/* translators: %d: number of records. */
		return 0 === $rows ? [] : [ \sprintf( \_n( '%d purchase, completion or visit is kept: it proves what others earned by it.', '%d purchases, completions or visits are kept: they prove what others earned by them.', $rows, 'siren-distributors' ), $rows ) ];
	}

	/**
	 * What somebody is called where they did something.
	 *
	 * @param string $email E-mail address.
	 * @return string[]
	 */
	private static function names( string $email ): array {
		$user  = \get_user_by( 'email', $email );
		$names = [ 'email:' . \strtolower( $email ) ];
		return false === $user ? $names : [ 'user:' . $user->ID, ...$names ];
	}

	/**
	 * What WordPress says instead of believing that there is nothing.
	 */
	private static function unreadable(): \WP_Error {
		return new \WP_Error( 'siren_extension_missing', \__( 'The ledger of Siren Distributors cannot be read: the PHP extension “siren” is not loaded.', 'siren-distributors' ) );
	}

	/**
	 * The collaborators with an e-mail address, or of the WordPress user who has it.
	 *
	 * @param string $email E-mail address.
	 * @return int[] Ids.
	 */
	private static function collaborators( string $email ): array {
		$rows = \siren_find(
			'collaborators',
			[
				'search'   => $email,
				'per_page' => 100,
			]
		)['items'];
		$rows = \array_filter( $rows, static fn( array $row ): bool => \strtolower( (string) $row['email'] ) === \strtolower( $email ) );
		$user = \get_user_by( 'email', $email );
		if ( false !== $user ) {
			$rows = \array_merge( $rows, \siren_find( 'collaborators', [ 'wp_user_id' => $user->ID ] )['items'] );
		}
		return \array_values( \array_unique( \array_column( $rows, 'id' ) ) );
	}

	/**
	 * What is still to be paid.
	 *
	 * @param array[] $balances The engine's, one a currency.
	 * @return string[] Amounts for people.
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
	 * A row as WordPress exports it.
	 *
	 * @param string              $part Which part of the ledger.
	 * @param string              $id   Unique among all items.
	 * @param array<string,mixed> $row  The engine's.
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
