<?php
/**
 * The stages of a distribution.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Clock;

\defined( 'ABSPATH' ) || exit;

/**
 * Shows how far a distribution has come, from its beginning to the last payout, as an ordered list.
 */
final class LifecycleTimeline {

	private const DONE    = 'done';
	private const CURRENT = 'current';
	private const AHEAD   = 'ahead';
	private const STOPPED = 'stopped';

	/** Number of the current stage, by status. */
	private const REACHED = [
		'scheduled' => 0,
		'tracking'  => 1,
		'closing'   => 2,
		'review'    => 3,
		'complete'  => 4,
		'skipped'   => 2,
		'failed'    => 2,
	];

	/**
	 * The stages.
	 *
	 * @param array $row  Distribution.
	 * @param bool  $asks Whether its distributor requires approval.
	 * @param int   $paid Number of its obligations that are paid.
	 * @return array<array{name:string,state:string,text:string}> `state` is `done`, `current`, `ahead` or `stopped`; `text` is
	 *                                                            markup.
	 */
	public static function of( array $row, bool $asks, int $paid ): array {
		$reached = self::REACHED[ $row['status'] ] ?? 1;
		$is_over = null !== $row['closed_at'];
		$is_due  = ! $is_over && Clock::timestamp( $row['period']['end'] ) <= Clock::timestamp( Clock::now() );
		$all     = $is_over && 'complete' === $row['status'] && $paid >= $row['obligations'];

		$stages   = [];
		$stages[] = [ \__( 'Scheduled', 'siren-distributors' ), Format::instant( $row['period']['start'] ) ];
		$stages[] = [ \__( 'Tracking', 'siren-distributors' ), $is_over ? Format::period( $row['period'] ) : \esc_html__( 'counts events and sales', 'siren-distributors' ) ];
		$stages[] = [
			\__( 'Closing', 'siren-distributors' ),
			$is_over ? Format::instant( $row['closed_at'] ) : Format::due( $row['period']['end'] ),
		];
		$stages[] = [ \__( 'Approval', 'siren-distributors' ), $asks ? \esc_html__( 'needs approval', 'siren-distributors' ) : '' ];
		$stages[] = [
			\__( 'Paid', 'siren-distributors' ),
			/* translators: 1: number of obligations that are paid, 2: number of all. */
			$is_over ? \esc_html( \sprintf( \__( '%1$s of %2$s', 'siren-distributors' ), \number_format_i18n( $paid ), \number_format_i18n( $row['obligations'] ) ) ) : '',
		];

		$shown = [];
		foreach ( $stages as $number => [ $name, $text ] ) {
			if ( 3 === $number && ! $asks && 'review' !== $row['status'] ) {
				continue;
			}
			$state = self::AHEAD;
			if ( $number < $reached || $all ) {
				$state = self::DONE;
			} elseif ( $number === $reached ) {
				$state = self::CURRENT;
			}
			if ( $is_due && $number < 3 ) {
				$state = 2 === $number ? self::CURRENT : self::DONE;
			}
			if ( \in_array( $row['status'], [ 'skipped', 'failed' ], true ) && 2 === $number ) {
				$state = self::STOPPED;
				$name  = Label::status( $row['status'] );
			}
			$shown[] = \compact( 'name', 'state', 'text' );
		}
		return $shown;
	}
}
