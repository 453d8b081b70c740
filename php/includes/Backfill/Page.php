<?php
/**
 * Some rows of a source.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Backfill;

\defined( 'ABSPATH' ) || exit;

/**
 * How many rows were looked at, what of them was never recorded, and where to go on.
 */
final class Page {

	/**
	 * Of these.
	 *
	 * @param int    $rows  How many were looked at; 0 at the end.
	 * @param Fact[] $facts What is to be recorded, oldest first.
	 * @param string $after Cursor for the next page.
	 */
	public function __construct( public readonly int $rows, public readonly array $facts, public readonly string $after ) {}
}
