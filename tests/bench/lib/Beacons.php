<?php
/** A visit from the network to the disk: the beacon of a site, compared with what plugins usually offer. */

declare(strict_types=1);

namespace Siren\Bench;

use Siren\Distributors\Store as Ledger;
use Siren\Distributors\Visits\Endpoint;

final class Beacons {

	private const SECONDS = 4;
	private const ROUNDS  = 3;

	/** Adds to the table how many of each the loaded site accepts per second. */
	public static function measure( string $work, string $where, float $times ): void {
		global $wpdb;
		$pages = new Pages( home_url() );
		WordPress::make_visits_table( $wpdb, 'served_visits' );
		[ $url, $token ] = self::of_a_post( $pages );

		$sent     = 0;
		$before   = siren_find( 'events', [ 'per_page' => 1 ] )['total'];
		$beacon   = static function () use ( $pages, $url, $token, &$sent ): float {
			$load  = $pages->load( $url, "t=$token&n=1", self::SECONDS );
			$sent += $load['requests'];
			return $load['rate'];
		};
		$rest     = static fn(): float => $pages->load( '/wp-json/bench/v1/visit', 'n=1', self::SECONDS )['rate'];
		$ajax     = static fn(): float => $pages->load( '/wp-admin/admin-ajax.php', 'action=bench_visit', self::SECONDS )['rate'];
		$race     = ( new Race( self::ROUNDS ) )->enter( 'beacon', $beacon )->enter( 'rest', $rest )->enter( 'ajax', $ajax );
		$rate     = array_map( Figure::rate( ... ), $race->run() );
		$recorded = siren_find( 'events', [ 'per_page' => 1 ] )['total'] - $before;

		Table::add(
			Line::better( $work, $rate['beacon'], "a REST route $where, one `\$wpdb->insert`", $rate['rest'], $times ),
			Line::better( $work, $rate['beacon'], "an admin-ajax handler $where, one `\$wpdb->insert`", $rate['ajax'], $times ),
			// Requests in flight when the load ended are recorded but were not counted.
			Line::must( $work, sprintf( '%s visits answered, %s recorded', number_format( $sent ), number_format( $recorded ) ), 'every one', $recorded >= $sent ),
		);
	}

	/** @return array{string,string} Where the page of a post reports its visits, and the token it shows. */
	private static function of_a_post( Pages $pages ): array {
		Ledger::open();
		$author = wp_insert_user( [ 'user_login' => 'ada', 'user_pass' => 'ada', 'role' => 'author' ] );
		$post   = wp_insert_post( [ 'post_type' => 'post', 'post_status' => 'publish', 'post_title' => 'Engines', 'post_author' => $author ] );
		siren_save_collaborator( [ 'name' => 'Ada', 'wp_user_id' => $author ] );
		Endpoint::renew();
		Endpoint::uses_file() || throw new \RuntimeException( 'the beacon does not work: ' . Endpoint::state()['problem'] );

		$page = $pages->page( wp_make_link_relative( get_permalink( $post ) ) )['body'];
		preg_match( '~ data-url="([^"]+)"~', $page, $url ) && preg_match( '~ data-token="([^"]+)"~', $page, $token ) || throw new \RuntimeException( 'the page has no beacon' );
		return [ $url[1], $token[1] ];
	}
}
