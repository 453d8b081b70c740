<?php
/**
 * Exports lists to CSV.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Lifecycle;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * Exports all pages of a list of obligations or payouts. Columns have the engine's names, so that a file means the same
 * in every language.
 */
final class CsvExport {

	private const COLUMNS = [
		'obligations' => [ 'id', 'created_at', 'collaborator', 'name', 'email', 'amount', 'currency', 'status', 'kind', 'distributor', 'distribution', 'fulfillment', 'payout', 'reason' ],
		'payouts'     => [ 'id', 'created_at', 'collaborator', 'name', 'email', 'amount', 'currency', 'status', 'fulfillment', 'reference', 'note', 'paid_at' ],
	];

	/** Arguments that filter a list. */
	public const FILTERS = [
		'obligations' => [ 'status', 'currency', 'collaborator', 'distributor', 'distribution' ],
		'payouts'     => [ 'status', 'currency', 'collaborator', 'fulfillment' ],
	];

	private const PER_PAGE = 100;

	/**
	 * Sends the file.
	 */
	public static function export(): never {
		\check_admin_referer( 'siren_export_rows' );
		Page::allow( Lifecycle::EXPORT );
		$what = Page::argument( 'what' );
		$columns = self::COLUMNS[ $what ] ?? null;
		if ( null === $columns ) {
			Page::missing( \__( 'List not found.', 'siren-distributors' ) );
		}
		Store::open();
		Download::csv( $what . '.csv', $columns, self::of( $what, self::filters( $what ) ) );
	}

	/**
	 * URL of the export of the list shown at the current URL.
	 *
	 * @param string               $what    `obligations` or `payouts`.
	 * @param array<string,mixed>  $filters Filters of the list.
	 */
	public static function url( string $what, array $filters ): string {
		return \wp_nonce_url(
			\add_query_arg(
				[
					'action' => 'siren_export_rows',
					'what'   => $what,
				] + \array_map( 'rawurlencode', \array_map( 'strval', $filters ) ),
				\admin_url( 'admin-post.php' )
			),
			'siren_export_rows'
		);
	}

	/**
	 * The filters in the current URL, as `siren_find()` takes them.
	 *
	 * @param string $what `obligations` or `payouts`.
	 * @return array<string,string|int>
	 */
	public static function filters( string $what ): array {
		$filters = [];
		foreach ( self::FILTERS[ $what ] as $name ) {
			$value = Page::argument( $name );
			if ( '' !== $value ) {
				$filters[ $name ] = \in_array( $name, [ 'status', 'currency' ], true ) ? $value : \absint( $value );
			}
		}
		return $filters;
	}

	/**
	 * All rows, oldest first, so that rows added while reading come last.
	 *
	 * @param string              $what    `obligations` or `payouts`.
	 * @param array<string,mixed> $filters As `siren_find()` takes them.
	 * @return iterable<string[]>
	 */
	public static function of( string $what, array $filters ): iterable {
		foreach ( self::pages( $what, $filters ) as $rows ) {
			$people = self::people( $rows );
			foreach ( $rows as $row ) {
				$row += [
					'name'  => $people[ $row['collaborator'] ]['name'] ?? '',
					'email' => $people[ $row['collaborator'] ]['email'] ?? '',
				];
				yield \array_map( static fn( string $column ): string => (string) ( $row[ $column ] ?? '' ), self::COLUMNS[ $what ] );
			}
		}
	}

	/**
	 * The collaborators of the rows on a page, with a single query.
	 *
	 * @param array[] $rows At most {@see self::PER_PAGE} rows.
	 * @return array<int,array> Collaborators by id.
	 */
	private static function people( array $rows ): array {
		$found = \siren_find(
			'collaborators',
			[
				'id'       => \array_values( \array_unique( \array_column( $rows, 'collaborator' ) ) ),
				'per_page' => self::PER_PAGE,
			]
		);
		return \array_column( $found['items'], null, 'id' );
	}

	/**
	 * All rows of a kind, oldest first.
	 *
	 * @param string              $what    As `siren_find()` takes it.
	 * @param array<string,mixed> $filters As `siren_find()` takes them.
	 * @return iterable<array<string,mixed>>
	 */
	public static function each( string $what, array $filters ): iterable {
		foreach ( self::pages( $what, $filters ) as $rows ) {
			yield from $rows;
		}
	}

	/**
	 * All rows of a kind, oldest first, in pages.
	 *
	 * @param string              $what    As `siren_find()` takes it.
	 * @param array<string,mixed> $filters As `siren_find()` takes them.
	 * @return iterable<array[]>
	 */
	private static function pages( string $what, array $filters ): iterable {
		for ( $page = 1, $read = 0; true; $page++ ) {
			$found = \siren_find(
				$what,
				$filters + [
					'order_by' => 'id',
					'order'    => 'asc',
					'page'     => $page,
					'per_page' => self::PER_PAGE,
				]
			);
			yield $found['items'];
			$read += \count( $found['items'] );
			if ( [] === $found['items'] || $read >= $found['total'] ) {
				return;
			}
		}
	}
}
