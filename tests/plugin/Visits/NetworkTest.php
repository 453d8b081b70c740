<?php
/**
 * Tests of Network.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use PHPUnit\Framework\TestCase;
use Siren\Distributors\Visits\Network;

/**
 * The network that a line belongs to.
 */
final class NetworkTest extends TestCase {

	/**
	 * @dataProvider same
	 *
	 * @param string[] $addresses Of one network.
	 */
	public function test_addresses_of_one_network_are_equal( array $addresses ): void {
		self::assertCount( 1, \array_unique( \array_map( [ Network::class, 'of' ], $addresses ) ) );
	}

	/** @return array<string,array{string[]}> */
	public static function same(): array {
		return [
			'an IPv4 address'             => [ [ '203.0.113.9', ' 203.0.113.9', '::ffff:203.0.113.9', '::FFFF:CB00:7109' ] ],
			'an IPv6 /48'                 => [ [ '2001:db8:7::', '2001:DB8:7:0:1::1', '2001:db8:7:ffff:ffff:ffff:ffff:ffff' ] ],
			'what is no address'          => [ [ 'unknown', 'unknown' ] ],
		];
	}

	public function test_addresses_of_different_networks_differ(): void {
		$addresses = [ '203.0.113.9', '203.0.113.10', '::ffff:203.0.113.11', '2001:db8:7::1', '2001:db8:8::1', '::1', '', 'unknown', '203.0.113.9:80' ];
		self::assertSame( $addresses, \array_values( \array_unique( $addresses ) ) );
		self::assertCount( \count( $addresses ), \array_unique( \array_map( [ Network::class, 'of' ], $addresses ) ) );
	}
}
