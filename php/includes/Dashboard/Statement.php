<?php
/**
 * Payout statements.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Dashboard;

use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Failures;
use Siren\Distributors\Store;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * Shows what one payout was for on a printable page. The total is the payout's amount in the ledger; nothing is added
 * up here.
 */
final class Statement {

	/** Query argument with the payout id. */
	private const ARGUMENT = 'siren_statement';

	/** Prints the requested statement and ends the request; does nothing if none is requested. */
	public static function show(): void {
		$id = \absint( $_GET[ self::ARGUMENT ] ?? 0 ); // phpcs:ignore WordPress.Security -- it only chooses what is shown, and whose it is decides Own.
		if ( 0 === $id ) {
			return;
		}
		if ( ! \is_user_logged_in() ) {
			\auth_redirect();
		}
		\nocache_headers();
		$payout = null;
		$lines  = [];
		try {
			Store::open();
			$payout = CurrentCollaborator::payout( $id );
			$lines  = null === $payout ? [] : self::lines( $payout );
		} catch ( SirenException $failure ) {
			Failures::note( 'dashboard', $failure );
			\wp_die( \esc_html__( 'This is not available right now. Please try again later.', 'siren-distributors' ), '', [ 'response' => 503 ] );
		}
		if ( null === $payout ) {
			Page::missing( \__( 'Statement not found.', 'siren-distributors' ) );
		}
		View::show(
			'dashboard/statement',
			[
				'payout'       => $payout,
				'collaborator' => \siren_get( 'collaborators', $payout['collaborator'] ),
				'lines'        => $lines,
				'names'        => new Names(),
			]
		);
		exit;
	}

	/**
	 * URL of a payout's statement.
	 *
	 * @param int $payout Payout id.
	 */
	public static function url( int $payout ): string {
		return \add_query_arg( self::ARGUMENT, $payout, \home_url( '/' ) );
	}

	/**
	 * The obligations of a payout.
	 *
	 * @param array $payout Payout with the ids of its obligations.
	 * @return array<array{obligation:array,period:?array}>
	 */
	private static function lines( array $payout ): array {
		$lines = [];
		foreach ( $payout['obligations'] as $id ) {
			$obligation = \siren_get( 'obligations', $id );
			if ( null !== $obligation ) {
				$behind  = null === $obligation['distribution'] ? null : \siren_get( 'distributions', $obligation['distribution'], [ 'lists' => false ] );
				$lines[] = [
					'obligation' => $obligation,
					'period'     => $behind['period'] ?? null,
				];
			}
		}
		return $lines;
	}
}
