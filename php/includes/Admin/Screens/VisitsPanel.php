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
			return [ [ \__( 'Counted by', 'siren-distributors' ), 'off' === $visits ? \__( 'nothing: turned off in the settings', 'siren-distributors' ) : \__( 'the server, when it renders a page', 'siren-distributors' ) ] ];
		}
		$state = Endpoint::state();
		$facts = [
			[ \__( 'Counted by', 'siren-distributors' ), Endpoint::uses_file() ? \__( 'a separate file, without WordPress', 'siren-distributors' ) : \__( 'the WordPress REST API', 'siren-distributors' ) ],
			[ \__( 'The file', 'siren-distributors' ), Endpoint::file() ],
			[ \__( 'Result of the test', 'siren-distributors' ), self::answer( $state ) ],
		];
		if ( self::seems_behind_proxy() ) {
			$facts[] = [ \__( 'Visitor IP addresses', 'siren-distributors' ), \__( 'This site seems to be behind a proxy, but no setting says which header contains the visitor’s IP address. All visitors appear to come from the proxy, so only as many count as for one network. See the filters siren_visitor_address and siren_beacon_prelude.', 'siren-distributors' ) ];
		}
		if ( $state['checked'] > 0 ) {
			/* translators: %s: a span of time, like "5 minutes". */
			$facts[] = [ \__( 'Last tested', 'siren-distributors' ), \sprintf( \__( '%s ago', 'siren-distributors' ), \human_time_diff( $state['checked'] ) ) ];
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
			return \__( 'It works, but another plugin filters visits and the file cannot run that filter. Use the siren_beacon_prelude filter to load a file that provides the visitor’s address and the time.', 'siren-distributors' );
		}
		if ( $state['works'] ) {
			return 'spool' === $state['recorder']
				? \__( 'It works without the PHP extension: visits are stored and counted once the extension is loaded.', 'siren-distributors' )
				: \__( 'It works.', 'siren-distributors' );
		}
		switch ( $state['problem'] ) {
			case '':
				return \__( 'Not tested yet. The next heartbeat tests it.', 'siren-distributors' );
			case 'forbidden':
				return \__( 'Not created, because this site does not allow file changes (DISALLOW_FILE_MODS).', 'siren-distributors' );
			case 'data_unwritable':
				return \__( 'Could not be set up, because the data directory is not writable.', 'siren-distributors' );
			case 'content_unwritable':
				return \__( 'Could not be created, because wp-content is not writable.', 'siren-distributors' );
			case 'unreachable':
				return \__( 'The site could not send a request to itself to test it.', 'siren-distributors' );
			default:
				return \__( 'Something else responded instead. The server or a security plugin may be blocking PHP files there.', 'siren-distributors' );
		}
	}
}
