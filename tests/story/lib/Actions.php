<?php
/** Turns the lines of calendar.php into requests by the academy's people and by programs. */

declare(strict_types=1);

namespace Siren\Story;

final class Actions {

	private const AGENTS = [
		'firefox' => 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0',
		'safari'  => 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15',
		'edge'    => 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0 Safari/537.36 Edg/145.0',
		'chrome'  => 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0 Safari/537.36',
		'opera'   => 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0 Safari/537.36 OPR/130.0',
		'phone'   => 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0 Mobile Safari/537.36',
	];

	/** @var array<string, Browser> Of the people who are signed in. */
	private array $browsers = [];

	/** @var array<string, int> Order ids by their names in the calendar. */
	private array $orders = [];

	public function __construct( private readonly Site $site, private readonly Connection $connection ) {}

	/**
	 * @param array{0: string, 1: string, 2: array} $entry A line of calendar.php.
	 * @return Moment[]
	 */
	public function moments( array $entry ): array {
		[ , $what, $with ] = $entry;
		return match ( $what ) {
			'buy'             => [ $this->buy( $with + [ 'coupon' => '', 'payment' => 'card', 'checkout' => 'classic' ] ) ],
			'gateway_repeats' => [ $this->gateway( 'paid', $with ) ],
			'gateway_refund'  => [ $this->gateway( 'refund', $with ) ],
			'set_status'      => [ $this->set_status( $with['order'], $with['to'] ) ],
			'refund_line'     => [ $this->refund_line( $with ) ],
			'refund_rest'     => [ $this->refund_rest( $with['order'] ) ],
			'lms_buy'         => [ $this->lms_buy( $with ) ],
			'lms_refund'      => [ $this->lms_refund( $with ) ],
			'study'           => array_map( fn( int $lesson ): Moment => $this->study( $with['by'], $with['course'], $lesson ), $with['lessons'] ),
			'redo'            => [ $this->redo( $with['by'], $with['course'], $with['lesson'] ) ],
			'read'            => array_map( fn( string $reader ): Moment => $this->read( $reader, $with['post'] ), $with['readers'] ),
			'look'            => [ $this->look( $with['by'], $with['post'] ) ],
			'crawl'           => $this->crawl( $with['post'] ),
			'heartbeat'       => [ $this->heartbeat( $with['at_once'] ?? 1 ) ],
			'deactivate'      => [ $this->deactivate( $with['collaborator'] ) ],
			'fulfil'          => [ $this->fulfil( $with['name'], $with['minimum'] ) ],
			'pay'             => [ $this->pay( $with['name'] ) ],
		};
	}

	/**
	 * A sale. A retry submits the same order, and the shop's admin changes its status back and forth so that its
	 * actions certainly fire.
	 */
	private function buy( array $with ): Moment {
		$send = function () use ( $with ): void {
			$product = array_key_first( $with['cart'] );
			$browser = $this->customer( $with['by'] );
			$form    = $browser->form( $this->site->path( 'products', $product ), '//form[.//input[@name="fixture_checkout"]]' );
			$form->fill( [ 'reference' => $with['order'], 'coupon' => $with['coupon'], 'payment' => $with['payment'] ] );
			$form->press( 'checkout', $with['checkout'] );
			if ( str_contains( $with['by'], '@' ) ) {
				$form->fill( [ 'email' => $with['by'] ] );
			}
			foreach ( $with['cart'] as $name => $quantity ) {
				$form->press( sprintf( 'product[%d]', $this->site->id( 'products', $name ) ), (string) $quantity );
			}
			$this->orders[ $with['order'] ] = self::id_in( $browser->submit( $form ), 'order-received' );
		};
		$again = function () use ( $send, $with ): void {
			$send();
			if ( 'card' === $with['payment'] ) {
				$this->move( $with['order'], 'on-hold' );
				$this->move( $with['order'], 'processing' );
			}
		};
		$what = implode( ', ', array_map( fn( string $name, int $quantity ): string => "$quantity $name", array_keys( $with['cart'] ), $with['cart'] ) );
		$how  = [ 'card' => 'pays by card', 'bacs' => 'will transfer the money', 'later' => 'never pays' ][ $with['payment'] ];
		return new Moment( "{$with['by']} buys $what" . ( '' === $with['coupon'] ? '' : " with {$with['coupon']}" ) . " and $how", $send, $again );
	}

	private function set_status( string $order, string $to ): Moment {
		$again = function () use ( $order, $to ): void {
			$this->move( $order, 'on-hold' );
			$this->move( $order, $to );
		};
		return new Moment( "the shop sets order $order to $to", fn() => $this->move( $order, $to ), $again );
	}

	/** @param array{order: string, amount?: string} $with */
	private function gateway( string $event, array $with ): Moment {
		$act = function () use ( $event, $with ): void {
			$notice = [ 'event' => $event, 'order' => $this->orders[ $with['order'] ], 'amount' => $with['amount'] ?? '', 'reference' => "{$with['order']}-at-gateway" ];
			$this->passer_by( 'firefox' )->post( $this->site->url( '/?wc-api=fixture_gateway' ), http_build_query( $notice ) );
		};
		$text = [ 'paid' => 'the gateway repeats that order %s is paid', 'refund' => 'the gateway gives back %2$s of order %1$s' ][ $event ];
		return new Moment( sprintf( $text, $with['order'], $with['amount'] ?? '' ), $act );
	}

	/** @param array{order: string, product: string, amount: string} $with */
	private function refund_line( array $with ): Moment {
		$act = function () use ( $with ): void {
			$form = $this->order_form( 'fixture_order_refund', $with['order'] );
			$item = $form->option( 'item', $this->title( 'products', $with['product'] ) );
			$this->person( 'admin' )->submit( $form->fill( [ 'item' => $item, 'amount' => $with['amount'], 'reference' => "{$with['order']}-{$with['product']}" ] ) );
		};
		return new Moment( "the shop gives back {$with['amount']} of {$with['product']} in order {$with['order']}", $act );
	}

	/**
	 * Refunds the remainder by setting the status. A retry also repeats the refund's notification, because it may have
	 * been made but not reported.
	 */
	private function refund_rest( string $order ): Moment {
		$again = function () use ( $order ): void {
			$this->move( $order, 'on-hold' );
			$this->move( $order, 'refunded' );
			$form = $this->order_form( 'fixture_order_refund', $order );
			$this->person( 'admin' )->submit( $form->fill( [ 'amount' => '0.01', 'reference' => 'rest-of-' . $this->orders[ $order ] ] ) );
		};
		return new Moment( "the shop gives back all of order $order", fn() => $this->move( $order, 'refunded' ), $again );
	}

	/** @param array{order: string, by: string, course: string, coupon: string} $with */
	private function lms_buy( array $with ): Moment {
		$send  = function () use ( $with ): void {
			$browser = $this->person( $with['by'] );
			$form    = $browser->form( $this->site->path( 'courses', $with['course'] ), '//form[.//input[@name="fixture_school_checkout"]]' );
			$browser->submit( $form->fill( [ 'reference' => $with['order'], 'coupon' => $with['coupon'] ] ) );
		};
		$again = function () use ( $send, $with ): void {
			$send();
			$this->passer_by( 'firefox' )->post( $this->site->url( '/?llms-gateway=fixture' ), http_build_query( [ 'reference' => $with['order'] ] ) );
		};
		return new Moment( "{$with['by']} buys {$with['course']} in the LMS with {$with['coupon']}", $send, $again );
	}

	/** @param array{order: string, amount: string, reference: string} $with */
	private function lms_refund( array $with ): Moment {
		$act = function () use ( $with ): void {
			$form = $this->person( 'admin' )->form( '/wp-admin/admin.php?page=fixture-payments', sprintf( '//tr[td="%s"]//form', $with['order'] ) );
			$this->person( 'admin' )->submit( $form->fill( [ 'amount' => $with['amount'], 'reference' => $with['reference'] ] ) );
		};
		return new Moment( "the LMS refunds {$with['amount']} of order {$with['order']}", $act );
	}

	/** A lesson. A retry first undoes the completion, if it got that far, so that it is certainly announced. */
	private function study( string $by, string $course, int $lesson ): Moment {
		$again = function () use ( $by, $course, $lesson ): void {
			$this->mark( $by, $course, $lesson, 'incomplete' );
			$this->mark( $by, $course, $lesson, 'complete' );
		};
		return new Moment( "$by completes lesson $lesson of $course", fn() => $this->mark( $by, $course, $lesson, 'complete' ), $again );
	}

	private function redo( string $by, string $course, int $lesson ): Moment {
		$act = function () use ( $by, $course, $lesson ): void {
			$this->mark( $by, $course, $lesson, 'incomplete' );
			$this->mark( $by, $course, $lesson, 'complete' );
		};
		return new Moment( "$by takes lesson $lesson of $course back and completes it again", $act );
	}

	private function read( string $reader, string $post ): Moment {
		return new Moment( "a reader with $reader reads $post", fn() => $this->passer_by( $reader )->read( $this->site->path( 'posts', $post ) ) );
	}

	private function look( string $by, string $post ): Moment {
		return new Moment( "$by looks at $post", fn() => $this->person( $by )->read( $this->site->path( 'posts', $post ) ) );
	}

	/** @return Moment[] What asks for pages without reading them. */
	private function crawl( string $post ): array {
		$path = $this->site->path( 'posts', $post );
		$bot  = new Browser( $this->site, $this->connection, 'Mozilla/5.0 (compatible; ExampleBot/2.1; +http://bot.example/)' );
		return [
			new Moment( "a search engine fetches $post", fn() => $bot->read( $path ) ),
			new Moment( "a browser prefetches $post", fn() => $this->passer_by( 'chrome' )->visit( $path, [ 'Sec-Purpose: prefetch' ] ) ),
			new Moment( "a link checker asks for the head of $post", fn() => $this->passer_by( 'opera' )->visit( $path, [], 'HEAD' ) ),
			new Moment( "a news reader fetches the feed of $post", fn() => $this->passer_by( 'safari' )->visit( "{$path}feed/" ) ),
		];
	}

	/** Requests wp-cron.php, several times concurrently if asked to. */
	private function heartbeat( int $at_once ): Moment {
		$act = function () use ( $at_once ): void {
			$this->passer_by( 'firefox' )->visit_at_once( '/wp-cron.php', $at_once );
		};
		return new Moment( 'WP-Cron runs' . ( $at_once > 1 ? ", $at_once times at once" : '' ), $act );
	}

	private function deactivate( string $name ): Moment {
		$act = function () use ( $name ): void {
			$form = $this->person( 'admin' )->form(
				'/wp-admin/admin.php?page=siren-collaborators&edit=' . $this->site->id( 'collaborators', $name ),
				'//form[.//input[@value="siren_save_collaborator"]]'
			);
			$this->person( 'admin' )->submit( $form->fill( [ 'status' => 'inactive' ] ) );
		};
		return new Moment( "$name is set to inactive", $act );
	}

	/** A fulfillment of everything pending. A retry finds nothing pending if the first attempt succeeded. */
	private function fulfil( string $name, string $minimum ): Moment {
		$act   = function () use ( $minimum ): void {
			$form = $this->person( 'admin' )->form(
				"/wp-admin/admin.php?page=siren-payouts&preview=1&currency=USD&minimum=$minimum",
				'//form[.//input[@value="siren_create_fulfillment"]]'
			);
			self::id_in( $this->person( 'admin' )->submit( $form ), 'fulfillment' );
		};
		$again = function () use ( $act ): void {
			try {
				$act();
			} catch ( Missing ) {
				// There is no button: the fulfillment has been created.
			}
		};
		return new Moment( "a fulfillment is made for $name" . ( '' === $minimum ? '' : ", from $minimum upwards" ), $act, $again );
	}

	/** Marks every unmarked payout of the latest fulfillment. */
	private function pay( string $name ): Moment {
		$act = function () use ( $name ): void {
			$this->site->open_engine();
			$latest = siren_find( 'fulfillments', [ 'order_by' => 'id', 'order' => 'desc', 'per_page' => 1 ] )['items'][0]['id'];
			foreach ( siren_get( 'fulfillments', $latest )['payouts'] as $payout ) {
				if ( 'paid' !== $payout['status'] ) {
					$form = $this->person( 'admin' )->form(
						"/wp-admin/admin.php?page=siren-payouts&fulfillment=$latest",
						sprintf( '//form[.//input[@value="siren_set_payout"] and .//input[@name="id" and @value="%d"]]', $payout['id'] )
					);
					$this->person( 'admin' )->submit( $form->fill( [ 'reference' => strtoupper( "bank-$name-{$payout['id']}" ) ] )->press( 'status', 'paid' ) );
				}
			}
		};
		return new Moment( "the payouts of $name are marked paid", $act );
	}

	/** The shop's admin sets the status of an order. */
	private function move( string $order, string $to ): void {
		$form = $this->order_form( 'fixture_order_status', $order );
		$this->person( 'admin' )->submit( $form->fill( [ 'status' => $to ] ) );
	}

	private function order_form( string $action, string $order ): Form {
		return $this->person( 'admin' )->form(
			'/wp-admin/admin.php?page=fixture-orders',
			sprintf( '//form[.//input[@value="%s"] and .//input[@name="order" and @value="%d"]]', $action, $this->orders[ $order ] )
		);
	}

	/** Presses the lesson's button, unless the lesson is already in that state. */
	private function mark( string $by, string $course, int $lesson, string $progress ): void {
		$form = $this->person( $by )->form( $this->site->path( 'lessons', "$course $lesson" ), '//form[.//input[@name="fixture_lesson"]]' );
		if ( $form->value_of( 'progress' ) === $progress ) {
			$this->person( $by )->submit( $form );
		}
	}

	/** @return Browser Of somebody with an account, signed in. */
	private function person( string $name ): Browser {
		if ( ! isset( $this->browsers[ $name ] ) ) {
			$browser = $this->passer_by( 'firefox' );
			$browser->sign_in( $name );
			$this->browsers[ $name ] = $browser;
		}
		return $this->browsers[ $name ];
	}

	/** @return Browser Of somebody with an account, or of a guest who gives an e-mail address. */
	private function customer( string $name ): Browser {
		return str_contains( $name, '@' ) ? $this->passer_by( 'firefox' ) : $this->person( $name );
	}

	/** @return Browser Without any cookies. */
	private function passer_by( string $agent ): Browser {
		return new Browser( $this->site, $this->connection, self::AGENTS[ $agent ] );
	}

	private function title( string $kind, string $name ): string {
		return ( require dirname( __DIR__ ) . '/academy.php' )[ $kind ][ $name ]['title'];
	}

	private static function id_in( string $address, string $parameter ): int {
		return preg_match( "/[?&]$parameter=(\d+)/", $address, $found ) ? (int) $found[1] : throw new Missing( "no $parameter in the answer, which leads to '$address'" );
	}
}
