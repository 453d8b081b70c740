<?php
/**
 * A source of past events and sales.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

\defined( 'ABSPATH' ) || exit;

/**
 * A table, or a join of several, of a shop or an LMS. It is read in pages, oldest first, and can be continued at any
 * point, so a cursor must stay valid when rows are added or deleted between two pages.
 */
interface Source {

	/** Name under which its cursor is stored. Must never change. */
	public function name(): string;

	/** Whether the plugin is active and the table exists. */
	public function is_here(): bool;

	/** Number of rows, to show progress. */
	public function count(): int;

	/**
	 * The next rows.
	 *
	 * @param string $after Cursor of the previous page; '' for the start.
	 */
	public function page( string $after ): Page;
}
