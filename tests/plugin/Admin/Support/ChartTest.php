<?php
/**
 * Tests of Chart.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use PHPUnit\Framework\TestCase;
use Siren\Distributors\Admin\Support\Chart;

/**
 * Scores become lines in whole numbers.
 */
final class ChartTest extends TestCase {

	public function test_the_best_score_reaches_the_top_and_all_lines_stay_inside(): void {
		$chart = Chart::of(
			[
				self::point( [ 7 => 5 ] ),
				self::point( [ 7 => 10, 9 => '10/3', 3 => -2 ] ),
			]
		);
		self::assertSame( 10, $chart['top'] );
		self::assertSame(
			[
				7 => '0,220 360,110 720,0',
				9 => '0,220 360,220 720,147',
				3 => '0,220 360,220 720,220',
			],
			$chart['lines']
		);
	}

	public function test_only_the_best_few_get_a_line(): void {
		self::assertCount( Chart::LINES, Chart::of( [ self::point( [ 9, 8, 7, 6, 5, 4, 3 ] ) ] )['lines'] );
	}

	public function test_without_scores_there_is_nothing_to_draw(): void {
		self::assertSame( [], Chart::of( [] )['lines'] );
		self::assertSame( [], Chart::of( [ self::point( [] ) ] )['lines'] );
	}

	/**
	 * A step of a timeline.
	 *
	 * @param array<int,int|string> $scores By collaborator, best first.
	 */
	private static function point( array $scores ): array {
		$rows = [];
		foreach ( $scores as $collaborator => $score ) {
			$rows[] = \compact( 'collaborator', 'score' );
		}
		return [
			'at'     => '2026-05-02T00:00:00Z',
			'scores' => $rows,
		];
	}
}
