<?php
/**
 * Tests of Visitor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Visitor;
use Siren\Distributors\Visits\Configuration;

/**
 * A visitor keeps the same identity for a day, and cannot be recognised afterwards.
 */
final class VisitorTest extends SirenTestCase {

	public function test_a_logged_in_visitor_is_the_user(): void {
		$user = self::user();
		\wp_set_current_user( $user );
		self::assertSame( 'user:' . $user, Visitor::subject( self::NOW ) );
	}

	public function test_an_anonymous_visitor_is_the_same_all_day(): void {
		$morning = Visitor::subject( '2026-05-05T00:00:00Z' );
		self::assertMatchesRegularExpression( '/^visitor:[0-9a-f]{32}$/', $morning );
		self::assertSame( $morning, Visitor::subject( '2026-05-05T23:59:59Z' ) );
	}

	public function test_address_and_browser_tell_visitors_apart(): void {
		$one                    = Visitor::subject( self::NOW );
		$_SERVER['REMOTE_ADDR'] = '203.0.113.10';
		$two                    = Visitor::subject( self::NOW );

		$_SERVER['HTTP_USER_AGENT'] = 'Mozilla/5.0 (iPhone)';
		$three                      = Visitor::subject( self::NOW );
		self::assertCount( 3, \array_unique( [ $one, $two, $three ] ) );
	}

	public function test_yesterdays_salt_is_deleted(): void {
		$file      = Configuration::directory() . '/salt';
		$today     = Visitor::subject( '2026-05-05T12:00:00Z' );
		$salt      = (string) \file_get_contents( $file );
		$tomorrow  = Visitor::subject( '2026-05-06T12:00:00Z' );
		$new_salt  = (string) \file_get_contents( $file );
		$day_after = Visitor::subject( '2026-05-05T12:00:00Z' );

		self::assertNotSame( $today, $tomorrow );
		self::assertStringStartsWith( '2026-05-05 ', $salt );
		self::assertStringStartsWith( '2026-05-06 ', $new_salt );
		self::assertNotSame( \substr( $salt, 11 ), \substr( $new_salt, 11 ) );
		self::assertNotSame( $today, $day_after, 'even with the clock put back, the old identity cannot be made again' );
		self::assertSame( '600', \decoct( (int) \fileperms( $file ) & 0o777 ) );
	}

	public function test_a_site_behind_a_proxy_filters_the_visitors_address(): void {
		$direct = Visitor::subject( self::NOW );
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '198.51.100.7';
		self::assertSame( $direct, Visitor::subject( self::NOW ), 'a header anybody can send is not believed' );

		$this->listen( 'siren_visitor_address', static fn(): string => '198.51.100.7' );
		self::assertNotSame( $direct, Visitor::subject( self::NOW ) );
		unset( $_SERVER['HTTP_X_FORWARDED_FOR'] );
	}
}
