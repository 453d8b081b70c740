<?php
/**
 * A chart of scores over time.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

\defined( 'ABSPATH' ) || exit;

/**
 * Calculates lines on an integer grid for an SVG. Only the top collaborators get a line; the table beside the chart
 * contains everybody.
 */
final class Chart {

	public const WIDTH  = 720;
	public const HEIGHT = 220;

	/**
	 * More lines could not be told apart. They also differ in their dashes, for readers who cannot distinguish the
	 * colours.
	 */
	public const LINES = 5;

	/** Points are exact fractions; thousandths are exact enough for a chart. */
	private const FINENESS = 1000;

	/**
	 * The lines of a timeline.
	 *
	 * @param array $points `points` of `siren_timeline()`: everybody's cumulative score at the end of each step.
	 * @return array{top:int|string,lines:array<int,string>} Highest score, and the SVG `points` of each line by
	 *                                                       collaborator, best first.
	 */
	public static function of( array $points ): array {
		$last  = \end( $points );
		$best  = false === $last ? [] : \array_slice( $last['scores'], 0, self::LINES );
		$top   = $best[0]['score'] ?? 0;
		$most  = \max( 1, self::thousandths( $top ) );
		$steps = \max( 1, \count( $points ) );
		$lines = [];
		foreach ( \array_column( $best, 'collaborator' ) as $collaborator ) {
			$line = [ '0,' . self::HEIGHT ];
			$step = 0;
			foreach ( $points as $point ) {
				$scores = \array_column( $point['scores'], 'score', 'collaborator' );
				$height = \intdiv( self::thousandths( $scores[ $collaborator ] ?? 0 ) * self::HEIGHT, $most );
				$line[] = \intdiv( ++$step * self::WIDTH, $steps ) . ',' . ( self::HEIGHT - \max( 0, $height ) );
			}
			$lines[ $collaborator ] = \implode( ' ', $line );
		}
		return [
			'top'   => $top,
			'lines' => $lines,
		];
	}

	/**
	 * The collaborators in a timeline.
	 *
	 * @param array $points As in {@see self::of()}.
	 * @return int[] Ids of collaborators.
	 */
	public static function people( array $points ): array {
		return [] === $points ? [] : \array_column( \end( $points )['scores'], 'collaborator' );
	}

	/**
	 * A score in whole thousandths.
	 *
	 * @param int|string $score `100` or `"10/3"`.
	 */
	private static function thousandths( int|string $score ): int {
		[ $above, $below ] = \array_map( 'intval', \explode( '/', $score . '/1' ) );
		return \intdiv( $above * self::FINENESS, \max( 1, $below ) );
	}
}
