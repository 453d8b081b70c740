<?php
/**
 * Tests of Problems.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use Siren\Distributors\Admin\Support\Problems;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Every objection is shown: beside its field, or at the top.
 */
final class ProblemsTest extends SirenTestCase {

	private const FROM_ENGINE = [
		[
			'path'    => 'name',
			'message' => 'must not be empty',
		],
		[
			'path'    => 'pool.sources[1].amount',
			'message' => 'is negative',
		],
		[
			'path'    => 'pool.sources[10].amount',
			'message' => 'is odd',
		],
		[
			'path'    => '',
			'message' => 'is too large altogether',
		],
	];

	public function test_paths_become_fields(): void {
		$problems = new Problems( self::FROM_ENGINE, [ 'pool.sources[1]' => 'pool.fixed' ] );
		self::assertSame( [ 'must not be empty' ], $problems->at( 'name' ) );
		self::assertSame( [ 'is negative' ], $problems->at( 'pool.fixed.amount' ) );
		self::assertSame( [], $problems->at( 'units' ) );
		self::assertFalse( $problems->is_empty() );
	}

	public function test_problems_without_a_field_are_shown(): void {
		$problems = new Problems( self::FROM_ENGINE, [ 'pool.sources[1]' => 'pool.fixed' ] );
		self::assertSame(
			[ 'pool.sources[10].amount: is odd', 'is too large altogether' ],
			$problems->beyond( [ 'name', 'pool.fixed.amount' ] )
		);
	}

	public function test_no_problems_print_nothing(): void {
		self::assertTrue( ( new Problems( [] ) )->is_empty() );
	}
}
