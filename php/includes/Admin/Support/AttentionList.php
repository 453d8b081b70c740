<?php
/**
 * Everything that needs attention: conflicting records, refunds that do not count, and disputes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Clock;

\defined( 'ABSPATH' ) || exit;

/**
 * Part of the Activity screen. Each row says what it is and what to do, and disappears when somebody dismisses or
 * answers it. What counts does not change.
 */
final class AttentionList {

	public const PART = 'look';

	/** Time after which a refund waiting for its sale needs attention, as in the engine's status. */
	private const LONG_WAIT_SECONDS = WEEK_IN_SECONDS;

	/**
	 * The queries for each kind, by the engine's name for its count.
	 *
	 * @return array<string,array{string,array<string,mixed>}> Arguments for `siren_find()`.
	 */
	public static function kinds(): array {
		return [
			'conflicts'       => [ 'conflicts', [ 'status' => 'open' ] ],
			'disputes'        => [ 'disputes', [ 'status' => [ 'open', 'answered_once' ] ] ],
			'ignored_refunds' => [
				'refunds',
				[
					'status'    => 'ignored',
					'dismissed' => false,
					'history'   => false,
				],
			],
			'waiting_refunds' => [
				'refunds',
				[
					'status'        => 'waiting',
					'history'       => false,
					'created_until' => \gmdate( 'Y-m-d\TH:i:s\Z', Clock::timestamp( Clock::now() ) - self::LONG_WAIT_SECONDS ),
				],
			],
		];
	}

	/**
	 * Number of rows of each kind that has any.
	 *
	 * @return array<string,int>
	 */
	public static function counts(): array {
		$counts = [];
		foreach ( self::kinds() as $kind => [ $what, $query ] ) {
			$counts[ $kind ] = \siren_find( $what, $query + [ 'per_page' => 1 ] )['total'];
		}
		return \array_filter( $counts );
	}

	/**
	 * URL of the rows of a kind.
	 *
	 * @param string $kind Kind, as named by the engine.
	 */
	public static function url( string $kind ): string {
		return Page::url(
			Page::ACTIVITY,
			[
				'part' => self::PART,
				'kind' => $kind,
			]
		);
	}
}
