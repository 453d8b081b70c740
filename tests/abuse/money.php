<?php
/**
 * Attacks on the money: free orders, refunded orders, codes, repeated and back-dated records, clocks, a single person
 * where two are required. For each: what was tried, what the attacker got of a pool of 300.00, and what the owner sees. The
 * rules are those of the recipes. Fails if an attacker gains anything, if the owner does not see it, or if the ledger does
 * not verify afterwards.
 *
 * Run by tests/setup/suites/abuse.sh; needs the extension, and no WordPress.
 */

declare(strict_types=1);

use Siren\Exception\SirenException;

require __DIR__ . '/lib/attack.php';

const MAY   = '2026-05-01T00:00:00Z';
const JUNE  = '2026-06-01T00:00:00Z';
const ADA   = 1;
const GRACE = 2;

/** A shop in which Ada, who is honest, and Grace, who attacks, share a pool of 300.00 according to their coupons. */
final class Shop {

	private int $orders = 0;

	/** Messages of the calls that were refused. */
	public array $refused = [];

	public function __construct( public readonly string $directory ) {
		$this->open();
		siren_save_collaborator( [ 'name' => 'Ada', 'email' => 'ada@academy.test', 'aliases' => [ [ 'type' => 'coupon', 'code' => 'ADA10' ] ], 'now' => MAY ] );
		siren_save_collaborator( [ 'name' => 'Grace', 'email' => 'grace@example.test', 'wp_user_id' => 5, 'aliases' => [ [ 'type' => 'coupon', 'code' => 'GRACE10' ] ], 'now' => MAY ] );
		siren_save_distributor( [
			'name'                  => 'Coupons',
			'units'                 => 'USD',
			'starts_at'             => MAY,
			'schedule'              => [ 'every' => 'month', 'on' => 1, 'at' => '00:00', 'timezone' => 'UTC' ],
			'metrics'               => [
				[ 'event' => 'coupon_used', 'points' => 10, 'minimum_amount' => '5.00', 'once_per' => 'customer' ],
				[ 'event' => 'course_completed', 'points' => 10, 'students' => 'paid' ],
			],
			'pool'                  => [ 'sources' => [ [ 'kind' => 'fixed', 'amount' => '300.00' ] ] ],
			'structure'             => [ 'kind' => 'performance_weighted_pool' ],
			'hold_days'             => 14,
			'on_refund_after_close' => 'clawback',
			'clawback_from'         => 'credited',
			'now'                   => MAY,
		] );
		$this->sell( 'ADA10', '50.00', 'email:reader@honest.test' );
	}

	public function open( array $options = [] ): void {
		siren_open( "sqlite:$this->directory", $options );
	}

	/** Records a sale with a coupon; returns its id. */
	public function sell( string $coupon, string $amount, string $customer, string $at = '2026-05-10T12:00:00Z' ): string {
		$number = (string) ++$this->orders;
		siren_record_transaction( [ 'source' => 'shop', 'external_id' => $number, 'currency' => 'USD', 'occurred_at' => $at, 'customer' => $customer, 'coupons' => [ $coupon ], 'details' => [ [ 'kind' => 'line_item', 'external_id' => 'a', 'amount' => $amount ] ] ] );
		return $number;
	}

	public function refund( string $order, string $at ): void {
		siren_record_refund( [ 'source' => 'shop', 'external_id' => $order, 'refund_id' => 'all', 'occurred_at' => $at ] );
	}

	/** Makes a call that must be refused. */
	public function try( Closure $do ): void {
		try {
			$do();
		} catch ( SirenException $refusal ) {
			$this->refused[] = $refusal->getMessage();
		}
	}

	/** What Grace got in the end, less clawbacks, in cents. */
	public function got(): int {
		siren_run_due( JUNE );
		siren_run_due( '2026-06-16T00:00:00Z' );
		$cents = 0;
		foreach ( siren_find( 'obligations', [ 'collaborator' => GRACE, 'per_page' => 100 ] )['items'] as $row ) {
			if ( in_array( $row['status'], [ 'pending', 'fulfilled', 'complete' ], true ) ) {
				$cents += (int) str_replace( '.', '', $row['amount'] );
			}
		}
		return $cents;
	}

	/** The number of her events that do not count, by reason; refusals; the problems on Status. */
	public function seen(): string {
		$said = [];
		foreach ( [ 'events', 'metrics' ] as $what ) {
			foreach ( siren_find( $what, [ 'collaborator' => GRACE, 'per_page' => 100 ] )['items'] as $row ) {
				$reason = $row['reason'] ?? $row['collaborators'][0]['reason'] ?? ( 'metrics' === $what && ! in_array( $row['status'], [ 'counted', 'late' ], true ) ? $row['status'] : null );
				if ( null !== $reason ) {
					$said[ $reason ][ 'events' === $what ? $row['id'] : $row['event'] ] = true;
				}
			}
		}
		$texts = array_map( static fn( string $reason, array $events ): string => count( $events ) . " $reason", array_keys( $said ), $said );
		return implode( '; ', [ ...$texts, ...array_map( static fn( string $message ): string => "refused: $message", $this->refused ) ] );
	}
}

// `got` is what Grace may get honestly, in cents. `shown` is what the owner must see.
$attacks = [
	'twenty guests "buy" a free product with her code' => [
		'got'    => 0,
		'shown'  => '20 no_value',
		'attack' => static function ( Shop $shop ): void {
			for ( $guest = 0; $guest < 20; $guest++ ) {
				$shop->sell( 'GRACE10', '0.00', "email:guest$guest@mail.test" );
			}
		},
	],
	'twenty guests buy for a cent' => [
		'got'    => 0,
		'shown'  => '20 below_minimum_amount',
		'attack' => static function ( Shop $shop ): void {
			for ( $guest = 0; $guest < 20; $guest++ ) {
				$shop->sell( 'GRACE10', '0.01', "email:guest$guest@mail.test" );
			}
		},
	],
	'one customer buys twenty times, under one mailbox written in twenty ways' => [
		'got'    => 150_00,
		'shown'  => '19 customer_counted',
		'attack' => static function ( Shop $shop ): void {
			for ( $order = 0; $order < 20; $order++ ) {
				$shop->sell( 'GRACE10', '5.00', "email:Friend+$order@example.test" );
			}
		},
	],
	'she buys with her own code, as herself and by a variant of her mailbox' => [
		'got'    => 0,
		'shown'  => '3 self',
		'attack' => static function ( Shop $shop ): void {
			$shop->sell( 'GRACE10', '50.00', 'user:5' );
			$shop->sell( 'GRACE10', '50.00', 'email:GRACE@example.test' );
			$shop->sell( 'GRACE10', '50.00', 'email:grace+shop@example.test' );
		},
	],
	'five sales, refunded after the period, before anything is paid' => [
		'got'    => 0,
		'shown'  => '5 reversed',
		'attack' => static function ( Shop $shop ): void {
			$orders = [];
			for ( $friend = 0; $friend < 5; $friend++ ) {
				$orders[] = $shop->sell( 'GRACE10', '50.00', "email:friend$friend@mail.test" );
			}
			siren_run_due( JUNE );
			foreach ( $orders as $order ) {
				$shop->refund( $order, '2026-06-10T12:00:00Z' );
			}
		},
	],
	'five sales, refunded after she was paid' => [
		'got'    => 0,
		'shown'  => '5 clawed_back',
		'attack' => static function ( Shop $shop ): void {
			$orders = [];
			for ( $friend = 0; $friend < 5; $friend++ ) {
				$orders[] = $shop->sell( 'GRACE10', '50.00', "email:friend$friend@mail.test" );
			}
			siren_run_due( JUNE );
			siren_run_due( '2026-06-16T00:00:00Z' );
			$made = siren_create_fulfillment( [ 'now' => '2026-06-16T12:00:00Z' ] );
			foreach ( $made['payouts'] as $payout ) {
				siren_set_payout( $payout['id'], 'paid', [ 'now' => '2026-06-16T12:00:00Z' ] );
			}
			foreach ( $orders as $order ) {
				$shop->refund( $order, '2026-06-20T12:00:00Z' );
			}
		},
	],
	'one sale, recorded a thousand times' => [
		'got'    => 150_00,
		'shown'  => '',
		'attack' => static function ( Shop $shop ): void {
			for ( $time = 0; $time < 1000; $time++ ) {
				siren_record_transaction( [ 'source' => 'shop', 'external_id' => 'again', 'currency' => 'USD', 'occurred_at' => '2026-05-12T12:00:00Z', 'customer' => 'email:friend@mail.test', 'coupons' => [ 'GRACE10' ], 'details' => [ [ 'kind' => 'line_item', 'external_id' => 'a', 'amount' => '50.00' ] ] ] );
			}
		},
	],
	'sales of May, recorded after May was divided' => [
		'got'    => 0,
		'shown'  => '',
		'attack' => static function ( Shop $shop ): void {
			siren_run_due( JUNE );
			for ( $friend = 0; $friend < 20; $friend++ ) {
				$shop->sell( 'GRACE10', '50.00', "email:friend$friend@mail.test", '2026-05-20T12:00:00Z' );
			}
		},
	],
	'twenty fresh accounts complete a free course of hers' => [
		'got'    => 0,
		'shown'  => '20 not_paid',
		'attack' => static function ( Shop $shop ): void {
			for ( $student = 100; $student < 120; $student++ ) {
				siren_record_event( 'course_completed', [ 'key' => "course $student", 'collaborator' => GRACE, 'subject' => "user:$student", 'value' => '0', 'occurred_at' => '2026-05-20T12:00:00Z' ] );
			}
		},
	],
	'she takes the code of Ada' => [
		'got'    => 0,
		'shown'  => 'which is already a code of "Ada"',
		'attack' => static function ( Shop $shop ): void {
			$shop->try( static fn() => siren_save_collaborator( [ 'id' => GRACE, 'aliases' => [ [ 'type' => 'coupon', 'code' => 'ada10 ' ] ], 'now' => MAY ] ) );
			$shop->sell( 'ADA10', '50.00', 'email:another@honest.test' );
		},
	],
	'one person creates a payment and marks it as paid' => [
		'got'    => 150_00,
		'shown'  => 'cannot do this too',
		'attack' => static function ( Shop $shop ): void {
			$shop->sell( 'GRACE10', '50.00', 'email:friend@mail.test' );
			$shop->open( [ 'two_people' => true ] );
			siren_run_due( JUNE );
			siren_run_due( '2026-06-16T00:00:00Z' );
			$made = siren_create_fulfillment( [ 'by' => 'user:1', 'now' => '2026-06-16T12:00:00Z' ] );
			$shop->try( static fn() => siren_set_payout( $made['payouts'][0]['id'], 'paid', [ 'by' => 'user:1' ] ) );
		},
	],
	'a heartbeat of the year 2036' => [
		'got'    => 0,
		'shown'  => '',
		'attack' => static function ( Shop $shop ): void {
			$shop->sell( 'GRACE10', '50.00', 'email:friend@mail.test', '2036-01-10T12:00:00Z' );
			if ( null === siren_run_due( '2036-02-01T00:00:00Z' )['unconfirmed'] ) {
				throw new LogicException( 'ten years were closed at once' );
			}
		},
	],
];

$wrong = [];
foreach ( $attacks as $name => [ 'got' => $most, 'shown' => $shown, 'attack' => $attack ] ) {
	in_a_directory( static function ( string $directory ) use ( $name, $most, $shown, $attack, &$wrong ): void {
		$shop = new Shop( $directory );
		$attack( $shop );
		$got  = $shop->got();
		$seen = $shop->seen();
		printf( "%s\n    got %d.%02d, of which hers: %d.%02d\n    the owner sees: %s\n", $name, intdiv( $got, 100 ), abs( $got ) % 100, intdiv( $most, 100 ), $most % 100, '' === $seen ? 'nothing out of the ordinary' : $seen );
		$faults = array_keys( array_filter( [
			'it gained more than it may'     => $got > $most,
			'it took from honest people'  => 0 !== $most && $got < $most,
			'the owner does not see it'   => ! str_contains( $seen, $shown ),
			'the ledger does not verify' => ! siren_verify()['ok'],
		] ) );
		if ( [] !== $faults ) {
			$wrong[ $name ] = $faults;
		}
	} );
}
finish( count( $attacks ), $wrong );
