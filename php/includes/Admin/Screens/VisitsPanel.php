<?php
/**
 * The panel about counting visits.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Settings;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\Endpoint;
use Siren\Distributors\Visits\RejectedVisits;

\defined( 'ABSPATH' ) || exit;

/**
 * Part of the Status screen: which way of counting is in use and why, and what was rejected. Does not use the engine.
 */
final class VisitsPanel {

	/** Prints the panel. */
	public static function render(): void {
		$days = ( new RejectedVisits( Configuration::directory() ) )->days();
		View::show(
			'status/visits',
			[
				'facts'      => self::facts(),
				'days'       => $days,
				'can_manage' => \current_user_can( Lifecycle::MANAGE_PROGRAMS ),
				'can_check'  => 'beacon' === Settings::all()['visits'],
			]
		);
	}

	/** Rewrites the beacon's file and checks it. */
	public static function check(): never {
		$form = new Submission( 'siren_check_beacon', Lifecycle::MANAGE_PROGRAMS );
		$form->carry_out(
			Page::url( Page::STATUS ),
			static function (): string {
				Endpoint::renew();
				return Page::url( Page::STATUS, [ Notice::ARGUMENT => 'beacon_checked' ] );
			}
		);
	}

	/**
	 * How visits are counted.
	 *
	 * @return array<array{string,string}> Labels and values.
	 */
	private static function facts(): array {
		$visits = Settings::all()['visits'];
		if ( 'beacon' !== $visits ) {
			return [ [ \__( 'Counted by', 'siren-distributors' ), 'off' === $visits ? \__( 'nobody: switched off in the settings', 'siren-distributors' ) : \__( 'the server, while it makes a page', 'siren-distributors' ) ] ];
		}
		$state = Endpoint::state();
		$facts = [
			[ \__( 'Counted by', 'siren-distributors' ), Endpoint::uses_file() ? \__( 'a file of its own, without WordPress', 'siren-distributors' ) : \__( 'the REST API of WordPress', 'siren-distributors' ) ],
			[ \__( 'The file', 'siren-distributors' ), Endpoint::file() ],
			[ \__( 'What it answered', 'siren-distributors' ), self::answer( $state ) ],
		];
		if ( self::seems_behind_proxy() ) {
			$facts[] = [ \__( 'Visitors’ addresses', 'siren-distributors' ), \__( 'This site seems to be behind a proxy, but nothing says which header names a visitor: all seem to come from the proxy, so only as many of them count as of one network. See the filters siren_visitor_address and siren_beacon_prelude.', 'siren-distributors' ) ];
		}
		if ( $state['checked'] > 0 ) {
			/* translators: %s: a span of time, like "5 minutes". */
			$facts[] = [ \__( 'Asked', 'siren-distributors' ), \sprintf( \__( '%s ago', 'siren-distributors' ), \human_time_diff( $state['checked'] ) ) ];
		}
		return $facts;
	}

	/** Whether requests seem to come through a proxy that the site has not been told to trust. */
	private static function seems_behind_proxy(): bool {
		$handed_on = isset( $_SERVER['HTTP_X_FORWARDED_FOR'] ) || isset( $_SERVER['HTTP_FORWARDED'] ) || isset( $_SERVER['HTTP_CF_CONNECTING_IP'] );
		return $handed_on && ! \has_filter( 'siren_visitor_address' ) && '' === Configuration::prelude();
	}

	/**
	 * The result of checking the file, in words.
	 *
	 * @param array{made_for:string,works:bool,recorder:string,problem:string,checked:int} $state As returned by {@see
	 *                                                                                            Endpoint::state()}.
	 */
	private static function answer( array $state ): string {
		if ( $state['works'] && Endpoint::needs_wordpress() ) {
			return \__( 'It works, but another plugin filters visits, which the file cannot ask. For the visitor’s address and the time, the filter siren_beacon_prelude can name a file that speaks for it.', 'siren-distributors' );
		}
		if ( $state['works'] ) {
			return 'spool' === $state['recorder']
				? \__( 'It works, without the PHP extension: visits are written down and counted when it is there.', 'siren-distributors' )
				: \__( 'It works.', 'siren-distributors' );
		}
		switch ( $state['problem'] ) {
			case '':
				return \__( 'It was not asked yet; the heartbeat will.', 'siren-distributors' );
			case 'forbidden':
				return \__( 'It was not written: this site does not allow plugins to (DISALLOW_FILE_MODS).', 'siren-distributors' );
			case 'data_unwritable':
				return \__( 'It could not be set up: nothing can be written into the data directory.', 'siren-distributors' );
			case 'content_unwritable':
				return \__( 'It could not be written: WordPress’s content directory does not allow it.', 'siren-distributors' );
			case 'unreachable':
				return \__( 'The site could not reach itself to ask it.', 'siren-distributors' );
			default:
				return \__( 'Something else answered in its place: the server or a security plugin may forbid PHP files there.', 'siren-distributors' );
		}
	}
}
