<?php
/**
 * What needs attention: records that came twice, refunds that do not count, and disputes.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Clock;

\defined( 'ABSPATH' ) || exit;

/**
 * A part of the Activity screen. Each row says what it is and what to do, and leaves the list when somebody dismisses or answers
 * it; what counts stays as it is.
 */
final class AttentionList {

	public const PART = 'look';

	/** After how long a refund that waits for its sale is to be looked at, as the engine's status has it. */
	private const LONG_WAIT_SECONDS = WEEK_IN_SECONDS;

	/**
	 * Where each kind is found, by the engine's word for how many there are.
	 *
	 * @return array<string,array{string,array<string,mixed>}> What `siren_find()` is asked for.
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
	 * How many there are of each kind that has any.
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
	 * Where the rows of a kind are shown.
	 *
	 * @param string $kind The engine's word.
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
