<?php
/**
 * Where facts of the past are read from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

\defined( 'ABSPATH' ) || exit;

/**
 * One table, or view of several, of a shop or a school. It is read page by page, oldest first, from wherever the reading
 * stopped, so a cursor must stay right when rows come and go between two pages.
 */
interface Source {

	/**
	 * What its cursor is kept under; never to be changed.
	 */
	public function name(): string;

	/**
	 * Whether the plugin is active and the table is there.
	 */
	public function is_here(): bool;

	/**
	 * How many rows there are, for people to see how far the reading has come.
	 */
	public function count(): int;

	/**
	 * The next rows.
	 *
	 * @param string $after Cursor of the page before, '' from the start.
	 */
	public function page( string $after ): Page;
}
