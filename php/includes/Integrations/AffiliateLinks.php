<?php
/**
 * Affiliate links: visitors a collaborator sends.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Attribution;
use Siren\Distributors\Clock;
use Siren\Distributors\PageView;
use Siren\Distributors\Recorder;
use Siren\Distributors\Visitor;
use Siren\Distributors\VisitWindow;

\defined( 'ABSPATH' ) || exit;

/**
 * Any page of the site becomes an affiliate link by a query argument with a collaborator's code.
 */
final class AffiliateLinks {

	/**
	 * Remembers whose link was followed. Runs before other plugins may redirect the visitor to an address that no longer
	 * has the code.
	 */
	public static function remember(): void {
		$code = Attribution::arriving();
		if ( null !== $code && PageView::is_personal() ) {
			Attribution::remember( $code );
		}
	}

	/**
	 * Records the visit. Runs after WordPress has redirected to the page's canonical address, which keeps the code: one
	 * visitor is not to arrive twice.
	 */
	public static function record(): void {
		$code = Attribution::arriving();
		if ( null !== $code && PageView::is_personal() ) {
			Recorder::attempt( static fn() => self::record_visit( $code ) );
		}
	}

	/**
	 * Records a visit by link.
	 *
	 * The key has the code where it could have the collaborator: whose the code is, is not known in a page.
	 *
	 * @param string $code The link's code.
	 */
	private static function record_visit( string $code ): void {
		$now     = Clock::now();
		$visitor = Visitor::subject( $now );
		Recorder::event(
			'site_visited',
			[
				'key'         => \sprintf( 'ref:%s:%s:%s', $code, $visitor, VisitWindow::of( $now ) ),
				'alias'       => [
					'type' => 'link',
					'code' => $code,
				],
				'subject'     => $visitor,
				'occurred_at' => $now,
			]
		);
	}
}
