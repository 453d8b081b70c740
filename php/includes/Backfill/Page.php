<?php
/**
 * A page of rows from a source.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

\defined( 'ABSPATH' ) || exit;

/**
 * The number of rows that were read, the records among them that were never recorded, and where to continue.
 */
final class Page {

	/**
	 * Creates a page.
	 *
	 * @param int          $rows    Number of rows that were read; 0 at the end.
	 * @param PastRecord[] $records What has to be recorded, oldest first.
	 * @param string       $after   Cursor for the next page.
	 */
	public function __construct( public readonly int $rows, public readonly array $records, public readonly string $after ) {}
}
