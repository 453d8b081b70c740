<?php
/**
 * The expected result of the story, however it is run. Subclasses define how; the assertions are the same.
 */

declare(strict_types=1);

namespace Siren\Story;

use PHPUnit\Framework\TestCase;

abstract class StoryCase extends TestCase {

	/** The site's name under target/sites. */
	abstract protected static function site_name(): string;

	/** Number of processes that serve the site. */
	abstract protected static function workers(): int;

	/** Plays the two months. */
	abstract protected static function play( Site $site, Server $server ): void;

	private static Server $server;
	private static Site $site;
	private static Outcome $outcome;

	public static function setUpBeforeClass(): void {
		$root      = dirname( __DIR__, 3 );
		$directory = "$root/target/sites/" . static::site_name();
		self::command( "$root/tests/setup/site.sh", $directory );
		file_put_contents( "$directory/clock", "2026-04-28T12:00:00Z\n" );
		self::command( "$root/tests/setup/seed.sh", $directory );
		self::$server = new Server( $directory, static::workers() );
		self::$server->start();
		self::$site = new Site( $directory );
		try {
			static::play( self::$site, self::$server );
		} finally {
			self::$server->stop();
		}
		self::$outcome = new Outcome( self::$site );
	}

	/** @return array<string, array{0: string, 1: string}> Every month of every distributor. */
	public static function distributions(): array {
		foreach ( [ 'may', 'june' ] as $month ) {
			foreach ( [ 'share', 'coupons', 'bloggers' ] as $distributor ) {
				$cases[ "$distributor in $month" ] = [ $distributor, $month ];
			}
		}
		return $cases;
	}

	/** @dataProvider distributions */
	public function test_divides_the_pool_as_worked_out_by_hand( string $distributor, string $month ): void {
		$expected = $this->expected()['distributions'][ $month ];
		$found    = self::$outcome->distributions()[ $distributor ][ $expected['period']['start'] ] ?? [];

		$this->assertCount( 1, $found, 'one distribution for one period' );
		$this->assertSame( 'complete', $found[0]['status'] );
		$this->assertSame( $expected['period'], $found[0]['period'] );
		$this->assertSame( $expected[ $distributor ]['pool'], $found[0]['amount'] );
		[ $paid, $out ] = self::$outcome->allocations( $found[0] );
		ksort( $expected[ $distributor ]['paid'] );
		ksort( $expected[ $distributor ]['out'] );
		$this->assertSame( $expected[ $distributor ]['paid'], $paid );
		$this->assertSame( $expected[ $distributor ]['out'], $out );
	}

	public function test_closes_two_months_and_no_more(): void {
		$starts = array_map( fn( array $periods ): array => array_keys( $periods ), self::$outcome->distributions() );

		foreach ( [ 'share', 'coupons', 'bloggers' ] as $distributor ) {
			$this->assertSame( [ '2026-05-01T04:00:00Z', '2026-06-01T04:00:00Z' ], $starts[ $distributor ] );
		}
	}

	/**
	 * @testWith ["may", 0]
	 *           ["june", 1]
	 */
	public function test_pays_each_collaborator_once_for_all_obligations( string $month, int $position ): void {
		$expected    = $this->expected()['fulfillments'][ $month ];
		$fulfillment = self::$outcome->fulfillments()[ $position ];
		ksort( $expected['payouts'] );

		$this->assertSame( $expected['payouts'], self::$outcome->payouts( $fulfillment ) );
		$this->assertSame( [ [ 'currency' => 'USD', 'amount' => $expected['total'], 'payouts' => count( $expected['payouts'] ) ] ], $fulfillment['totals'] );
		$this->assertSame( 'complete', $fulfillment['status'] );
		$this->assertSame( [ 'paid' ], array_values( array_unique( array_column( $fulfillment['payouts'], 'status' ) ) ) );
		foreach ( $fulfillment['payouts'] as $payout ) {
			$this->assertStringStartsWith( strtoupper( "bank-$month-" ), $payout['reference'] );
		}
	}

	public function test_makes_two_fulfillments_and_leaves_what_is_too_little(): void {
		$this->assertCount( 2, self::$outcome->fulfillments() );
		$this->assertSame( $this->expected()['still_pending'], self::$outcome->obligations( 'pending' ) );
	}

	public function test_keeps_the_sale_of_july_for_july(): void {
		$standings = siren_standings( self::$site->id( 'distributors', 'share' ), self::$site->now() );

		$this->assertSame( [ 'start' => '2026-07-01T04:00:00Z', 'end' => '2026-08-01T04:00:00Z' ], $standings['period'] );
		$this->assertSame( $this->expected()['july_pool'], $standings['pool']['amount'] );
	}

	public function test_ignores_what_people_do_for_themselves_and_says_so(): void {
		$reasons = array_count_values( array_map(
			fn( array $event ): string => "{$event['type']} {$event['reason']}",
			self::$outcome->all( 'events', [ 'status' => 'ignored' ] )
		) );

		$this->assertSame( 1, $reasons['lesson_completed self'] ?? 0, 'Ben in his own course' );
		$this->assertSame( 1, $reasons['coupon_used self'] ?? 0, 'Hugo with his own coupon' );
	}

	public function test_complains_about_nothing(): void {
		$log = self::$site->directory . '/debug.log';

		$this->assertSame( '', is_file( $log ) ? file_get_contents( $log ) : '' );
	}

	private function expected(): array {
		return require dirname( __DIR__ ) . '/expected.php';
	}

	private static function command( string ...$command ): void {
		$process = proc_open( $command, [ 1 => STDERR, 2 => STDERR ], $pipes );
		0 === proc_close( $process ) || self::fail( implode( ' ', $command ) . ' failed' );
	}
}
