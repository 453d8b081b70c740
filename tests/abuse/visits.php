<?php
/**
 * Attacks on the counting of visits, through the beacon as the file in wp-content runs it. For each: what was sent, what the
 * attacker gained, how many honest visitors counted in the meantime, and what the owner sees. Fails if an attack gained more
 * than it may, kept out an honest visitor, or left a ledger that does not verify.
 *
 * Run by tests/setup/suites/abuse.sh; needs the extension, and no WordPress.
 */

declare(strict_types=1);

use Siren\Distributors\Visits\Beacon;
use Siren\Distributors\Visits\ChangedPosts;
use Siren\Distributors\Visits\RejectedVisits;
use Siren\Distributors\Visits\Request;
use Siren\Distributors\Visits\Salt;
use Siren\Distributors\Visits\Token;

require __DIR__ . '/lib/attack.php';

define( 'SIREN_BEACON', true );
$includes = dirname( __DIR__, 2 ) . '/php/includes/';
foreach ( [ 'Instant', 'Pseudonym', 'PrivateFile', 'Requirements', 'VisitWindow', 'Visits/Token', 'Visits/VisitorIdentity', 'Visits/Code', 'Visits/ReferralTrail', 'Visits/Salt', 'Visits/RateLimit', 'Visits/Network', 'Visits/Source', 'Visits/ChangedPosts', 'Visits/RejectedVisits', 'Visits/BotFilter', 'Visits/Visit', 'Visits/VisitEvent', 'Visits/Request', 'Visits/ReferralCookie', 'Visits/Beacon' ] as $class ) {
	require $includes . $class . '.php';
}

/** A site on which Ada's post and link earn a point per visit, and its visitors. */
final class Site {

	public const SECRET  = 'the secret of the site';
	public const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
	public const MORNING = 1_777_968_000; // 2026-05-05T08:00:00Z.

	/** The post, and its author. */
	public const POST = 9;
	public const USER = 7;

	/** Accepted visits per minute of one network, and of one visitor. */
	private const LIMITS = [
		'visitor' => 30,
		'network' => 120,
	];

	public int $sent = 0;

	private array $site;

	public function __construct( private string $directory ) {
		siren_open( "sqlite:$directory" );
		siren_save_collaborator( [ 'name' => 'Ada', 'wp_user_id' => self::USER, 'aliases' => [ [ 'type' => 'link', 'code' => 'ada' ] ], 'now' => '2026-05-01T00:00:00Z' ] );
		siren_save_distributor( [
			'name'      => 'Readers',
			'units'     => 'USD',
			'starts_at' => '2026-05-01T00:00:00Z',
			'schedule'  => [ 'every' => 'month', 'on' => 1, 'at' => '00:00', 'timezone' => 'UTC' ],
			'metrics'   => [ [ 'event' => 'post_visited', 'points' => 1 ], [ 'event' => 'site_visited', 'points' => 1 ] ],
			'pool'      => [ 'sources' => [ [ 'kind' => 'fixed', 'amount' => '100.00' ] ] ],
			'structure' => [ 'kind' => 'performance_weighted_pool' ],
			'now'       => '2026-05-01T00:00:00Z',
		] );
		$this->site = [
			'secret'           => self::SECRET,
			'keys'             => 'the secret of keys',
			'directory'        => $directory,
			'visits'           => "$directory/visits",
			'dsn'              => "sqlite:$directory",
			'options'          => [],
			'hosts'            => [ 'academy.test' ],
			'window'           => 'session',
			'network_visitors' => 10,
			'do_not_track'     => false,
			'cookie'           => [ 'days' => 30, 'first' => false, 'path' => '/', 'domain' => '', 'secure' => true ],
			'who'              => 'siren_who_1',
			'session'          => 'wordpress_logged_in',
			'token_days'       => 30,
			'limits'           => self::LIMITS,
		];
	}

	/** The instant a number of seconds after the morning. */
	public static function at( float $seconds ): string {
		return gmdate( 'Y-m-d\TH:i:s\Z', self::MORNING + (int) $seconds );
	}

	/** A token of Ada's post, printed in the morning. */
	public static function token( string $kind = Token::POST, string $secret = self::SECRET, ?string $printed = null ): string {
		return Token::POST === $kind
			? Token::make( $secret, $printed ?? self::at( 0 ), $kind, self::POST, [ self::USER ] )
			: Token::make( $secret, $printed ?? self::at( 0 ), $kind );
	}

	/** One report of a page. */
	public function report( string $address, float $seconds, string $browser = self::BROWSER, array $fields = [], array $headers = [] ): void {
		$this->sent++;
		$server  = $headers + [ 'REQUEST_METHOD' => 'POST', 'HTTP_USER_AGENT' => $browser, 'HTTP_SEC_FETCH_SITE' => 'same-origin', 'CONTENT_LENGTH' => '90' ];
		$request = new Request( $server, $fields + [ 't' => self::token(), 'n' => '1' ], [], $address );
		( new Beacon( $this->site ) )->answer( $request, self::at( $seconds ) );
	}

	/** Takes Ada's post away from her. */
	public function withdraw(): void {
		( new ChangedPosts( $this->site['visits'] ) )->note( self::POST, [], self::at( 0 ) );
		ChangedPosts::write();
	}

	/** How many of the first `$visitors` honest visitors count. */
	public function counted_of( int $visitors ): int {
		$salt  = new Salt( $this->site['visits'] );
		$names = [];
		for ( $number = 0; $number < $visitors; $number++ ) {
			$names[ 'visitor:' . $salt->hash( substr( self::at( 0 ), 0, 10 ), home( $number ), self::BROWSER ) ] = true;
		}
		$counted = 0;
		for ( $page = 1; [] !== $names; $page++ ) {
			$rows = siren_find( 'events', [ 'status' => 'counted', 'per_page' => 100, 'page' => $page ] )['items'];
			if ( [] === $rows ) {
				break;
			}
			$counted += count( array_intersect_key( $names, array_flip( array_column( $rows, 'subject' ) ) ) );
		}
		return $counted;
	}

	/** Ada's points. */
	public function points(): int {
		return (int) ( siren_standings( 1, self::at( 0 ) )['standings'][0]['score'] ?? 0 );
	}

	/** What the owner sees: the sources of visits, and the rejected visits. */
	public function seen(): string {
		$visits = siren_visits( 1 );
		$said   = [];
		if ( $visits['busy_networks'] > 0 ) {
			$said[] = sprintf( '%d of %d visits from %d busy network(s)', $visits['busy_visits'], $visits['visits'], $visits['busy_networks'] );
		}
		if ( $visits['crowd'] > 0 ) {
			$said[] = "{$visits['crowd']} not counted: crowd";
		}
		$sums = [];
		foreach ( ( new RejectedVisits( $this->site['visits'] ) )->days() as $reasons ) {
			foreach ( $reasons as $reason => $number ) {
				$sums[ $reason ] = ( $sums[ $reason ] ?? 0 ) + $number;
			}
		}
		foreach ( $sums as $reason => $number ) {
			$said[] = "$number no visit: $reason";
		}
		return implode( '; ', $said );
	}
}

/** A new browser. */
function another_browser( int $number ): string {
	return "Mozilla/5.0 (X11; Linux x86_64; rv:$number.0) Gecko/20100101 Firefox/$number.0";
}

/** A different home network for each honest visitor. */
function home( int $number ): string {
	return 0 === $number % 2 ? sprintf( '203.0.%d.%d', 113 + intdiv( $number, 250 ), 1 + $number % 250 ) : sprintf( '2001:db8:%x::1', 4096 + $number );
}

// Honest visitors come during each attack. `most` is what it may gain, `shown` what the owner must see.
$attacks = [
	'one address, another browser each time, for an hour'      => [
		'most'   => 10,
		'honest' => 300,
		'shown'  => '10 of 310 visits from 1 busy network(s)',
		'attack' => static function ( Site $site, Closure $honest ): void {
			for ( $number = 0; $number < 7200; $number++ ) {
				$site->report( '198.51.100.1', $number / 2, another_browser( $number ) );
				0 !== $number % 24 || $honest( $number / 2 );
			}
		},
	],
	'the same in one minute'                                     => [
		'most'   => 10,
		'honest' => 300,
		'shown'  => '110 not counted: crowd',
		'attack' => static function ( Site $site, Closure $honest ): void {
			for ( $number = 0; $number < 9000; $number++ ) {
				$site->report( '198.51.100.1', $number / 150, another_browser( $number ) );
				0 !== $number % 30 || $honest( $number / 150 );
			}
		},
	],
	'every /64 of one IPv6 /48'                                  => [
		'most'   => 10,
		'honest' => 50,
		'shown'  => '10 of 60 visits from 1 busy network(s)',
		'attack' => static function ( Site $site, Closure $honest ): void {
			for ( $number = 0; $number < 3000; $number++ ) {
				$site->report( sprintf( '2001:db8:7:%x::%x', $number, $number + 1 ), $number );
				0 !== $number % 60 || $honest( $number );
			}
		},
	],
	'one address, written in all the ways there are'             => [
		'most'   => 10,
		'honest' => 0,
		'shown'  => '',
		'attack' => static function ( Site $site ): void {
			foreach ( [ '198.51.100.1', '::ffff:198.51.100.1', '::ffff:c633:6401', '0:0:0:0:0:ffff:198.51.100.1' ] as $address ) {
				for ( $number = 0; $number < 20; $number++ ) {
					$site->report( $address, $number, another_browser( $number ) );
				}
			}
		},
	],
	'the same visitors again and again, all day'                 => [
		'most'   => 10 * 24,
		'honest' => 0,
		'shown'  => 'busy network',
		'attack' => static function ( Site $site ): void {
			for ( $half_hour = 0; $half_hour < 24; $half_hour++ ) {
				for ( $number = 0; $number < 60; $number++ ) {
					$site->report( '198.51.100.1', $half_hour * 1800 + $number, another_browser( $number ) );
				}
			}
		},
	],
	'a link, from one address'                                   => [
		'most'   => 10,
		'honest' => 50,
		'shown'  => 'crowd',
		'attack' => static function ( Site $site, Closure $honest ): void {
			for ( $number = 0; $number < 1000; $number++ ) {
				$site->report( '198.51.100.1', $number, another_browser( $number ), [ 't' => Site::token( Token::PAGE ), 'r' => 'ada' ] );
				0 !== $number % 20 || $honest( $number );
			}
		},
	],
	'fifty rented addresses: it gains, and is shown'             => [
		'most'   => 500,
		'honest' => 100,
		'shown'  => '500 of 600 visits from 50 busy network(s)',
		'attack' => static function ( Site $site, Closure $honest ): void {
			for ( $number = 0; $number < 4000; $number++ ) {
				$site->report( '198.51.100.' . ( 1 + $number % 50 ), $number, another_browser( $number ) );
				0 !== $number % 40 || $honest( $number );
			}
		},
	],
	'a forged token'                                             => [
		'most'   => 0,
		'honest' => 0,
		'shown'  => '200 no visit: forged',
		'attack' => static function ( Site $site ): void {
			for ( $number = 0; $number < 200; $number++ ) {
				$site->report( home( $number ), $number, fields: [ 't' => Site::token( secret: "guess $number" ) ] );
			}
		},
	],
	'a token of six weeks ago'                                   => [
		'most'   => 0,
		'honest' => 0,
		'shown'  => '200 no visit: expired',
		'attack' => static function ( Site $site ): void {
			for ( $number = 0; $number < 200; $number++ ) {
				$site->report( home( $number ), $number, fields: [ 't' => Site::token( printed: '2026-03-24T12:00:00Z' ) ] );
			}
		},
	],
	'a token of a post that is a draft now'                      => [
		'most'   => 0,
		'honest' => 0,
		'shown'  => '200 no visit: withdrawn',
		'attack' => static function ( Site $site ): void {
			$site->withdraw();
			for ( $number = 0; $number < 200; $number++ ) {
				$site->report( home( $number ), $number );
			}
		},
	],
	'one report, replayed'                                       => [
		'most'   => 1,
		'honest' => 0,
		'shown'  => 'no visit: limit',
		'attack' => static function ( Site $site ): void {
			for ( $number = 0; $number < 1000; $number++ ) {
				$site->report( '198.51.100.1', $number / 100 );
			}
		},
	],
	'a page of another site that has its readers report'         => [
		'most'   => 0,
		'honest' => 0,
		'shown'  => '200 no visit: foreign',
		'attack' => static function ( Site $site ): void {
			for ( $number = 0; $number < 200; $number++ ) {
				$site->report( home( $number ), $number, headers: [ 'HTTP_SEC_FETCH_SITE' => 'cross-site' ] );
			}
		},
	],
];

$wrong = [];
foreach ( $attacks as $name => [ 'most' => $most, 'honest' => $expected, 'shown' => $shown, 'attack' => $attack ] ) {
	in_a_directory( static function ( string $directory ) use ( $name, $most, $expected, $shown, $attack, &$wrong ): void {
		$site    = new Site( $directory );
		$visitor = 0;
		$attack(
			$site,
			static function ( float $seconds ) use ( $site, &$visitor ): void {
				$site->report( home( $visitor++ ), $seconds );
				$site->sent--;
			}
		);
		$points = $site->points();
		$honest = $site->counted_of( $visitor );
		$gained = $points - $honest;
		$seen   = $site->seen();
		printf( "%s\n    sent %d, gained %d (at most %d); honest visitors counted: %d of %d\n    the owner sees: %s\n", $name, $site->sent, $gained, $most, $honest, $expected, '' === $seen ? 'nothing out of the ordinary' : $seen );
		$faults = array_keys( array_filter( [
			'it gained more than it may'   => $gained > $most,
			'honest visitors were refused' => $honest !== $expected,
			'the owner does not see it'    => ! str_contains( $seen, $shown ),
			'the ledger does not verify'  => ! siren_verify()['ok'],
		] ) );
		if ( [] !== $faults ) {
			$wrong[ $name ] = $faults;
		}
	} );
}
finish( count( $attacks ), $wrong );
