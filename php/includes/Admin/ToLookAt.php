<?php
/**
 * What somebody has to look at: records that came twice, refunds that do not count, and what collaborators say is wrong.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * A part of the activity screen. Each row says what it is and what to do, and goes when somebody says that they looked, or
 * answers; what counts stays as it is.
 */
final class ToLookAt {

	public const PART = 'look';

	/** After how long a refund that waits for its sale is to be looked at, as the engine's status has it. */
	private const LONG_WAIT_SECONDS = WEEK_IN_SECONDS;

	/**
	 * Where each kind is found, by the engine's word for how many there are.
	 *
	 * @return array<string,array{string,array<string,mixed>}> What `siren_find()` is asked for.
	 */
	private static function kinds(): array {
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
	 * The rows of one kind.
	 *
	 * @param string              $kind  One that {@see self::counts()} names.
	 * @param array<string,mixed> $typed What the last form was refused with.
	 */
	public static function table( string $kind, array $typed = [] ): EngineTable {
		[ $what, $query ] = self::kinds()[ $kind ];
		return match ( $kind ) {
			'conflicts' => new ConflictsTable( $what, $query ),
			'disputes'  => new DisputesTable( $query, $typed ),
			default     => new UncountedRefundsTable( $what, $query ),
		};
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

	/**
	 * The button that takes a row away, for those who may press it.
	 *
	 * @param string $what  `conflict` or `refund`.
	 * @param int    $id    Which one.
	 * @param string $about What a screen reader says that it is.
	 */
	public static function button( string $what, int $id, string $about ): string {
		if ( ! \current_user_can( Lifecycle::MANAGE_PROGRAMS ) ) {
			return '';
		}
		return View::text(
			'looked-at',
			[
				'what'  => $what,
				'id'    => $id,
				'about' => $about,
			]
		);
	}

	/**
	 * Notes that somebody looked at a row.
	 */
	public static function dismiss(): never {
		$form = new Submission( 'siren_looked_at', Lifecycle::MANAGE_PROGRAMS );
		$what = $form->text( 'what' );
		$id   = $form->id( 'id' );
		$back = Page::url( Page::ACTIVITY, [ 'part' => self::PART ] );
		$form->carry_out(
			$back,
			static function () use ( $what, $id, $back ): string {
				$details = Who::now();
				if ( 'conflict' === $what ) {
					\siren_dismiss_conflict( $id, $details );
				} else {
					\siren_dismiss_refund( $id, $details );
				}
				return \add_query_arg( Notice::ARGUMENT, 'looked_at', $back );
			}
		);
	}
}
