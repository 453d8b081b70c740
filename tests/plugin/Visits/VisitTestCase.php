<?php
/**
 * Base class of tests of visits.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\RejectedVisits;

/**
 * Ada has a post and a link. A distributor gives one point for each reader and ten for each visitor she sends.
 */
abstract class VisitTestCase extends SirenTestCase {

	protected int $ada;

	protected int $ada_user;

	protected int $post;

	protected int $distributor;

	protected function setUp(): void {
		parent::setUp();
		$this->ada_user    = self::user( 'author' );
		$this->ada         = self::collaborator(
			'Ada',
			$this->ada_user,
			[
				[
					'type' => 'link',
					'code' => 'ada',
				],
			]
		);
		$this->post        = self::post( $this->ada_user );
		$this->distributor = self::distributor(
			[
				'post_visited' => 1,
				'site_visited' => 10,
			]
		);
	}

	/**
	 * How the recorded events were processed.
	 *
	 * @return array<array{string,?string}> Status and reason.
	 */
	protected static function outcomes(): array {
		return \array_map( static fn( array $event ): array => [ $event['status'], $event['reason'] ?? $event['collaborators'][0]['reason'] ?? null ], self::events() );
	}

	/**
	 * Today's counters of rejected visits.
	 *
	 * @return array<string,int> By reason.
	 */
	protected static function tally(): array {
		return ( new RejectedVisits( Configuration::directory() ) )->days()[ \substr( self::clock(), 0, 10 ) ] ?? [];
	}
}
