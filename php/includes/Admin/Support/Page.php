<?php
/**
 * Common functions for all screens.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Store;
use Siren\Distributors\Wording;

\defined( 'ABSPATH' ) || exit;

/**
 * The content of a screen is rendered with the ledger open. If the engine fails, the screen says so instead of showing
 * half a table.
 */
final class Page {

	public const OVERVIEW      = 'siren-overview';
	public const DISTRIBUTORS  = 'siren-distributors';
	public const DISTRIBUTIONS = 'siren-distributions';
	public const PAYOUTS       = 'siren-payouts';
	public const COLLABORATORS = 'siren-collaborators';
	public const ACTIVITY      = 'siren-activity';
	public const SETTINGS      = 'siren-settings';
	public const STATUS        = 'siren-status';

	/**
	 * Prints a screen.
	 *
	 * @param string          $capability Required capability.
	 * @param callable():void $content    Prints the content.
	 */
	public static function show( string $capability, callable $content ): void {
		self::allow( $capability );
		\ob_start();
		try {
			Store::open();
			$content();
		} catch ( \Siren\Exception\SirenException $failure ) {
			\ob_clean();
			View::show(
				'shared/failure',
				[
					'message'    => Wording::failure( $failure ),
					'status_url' => self::url( self::STATUS ),
				]
			);
		}
		\ob_end_flush();
	}

	/**
	 * Ends the request if the user may not see a screen.
	 *
	 * @param string $capability Required capability.
	 */
	public static function allow( string $capability ): void {
		if ( ! \current_user_can( $capability ) ) {
			\wp_die( \esc_html__( 'Sorry, you are not allowed to access this page.', 'siren-distributors' ), '', [ 'response' => 403 ] );
		}
	}

	/**
	 * Ends the request if something does not exist.
	 *
	 * @param string $text What does not exist.
	 */
	public static function missing( string $text ): never {
		\wp_die( \esc_html( $text ), '', [ 'response' => 404 ] );
		exit; // If a custom die handler returns.
	}

	/**
	 * URL of a screen.
	 *
	 * @param string                    $page One of the constants.
	 * @param array<string,string|int>  $args Further query arguments.
	 */
	public static function url( string $page, array $args = [] ): string {
		return \add_query_arg( \array_merge( [ 'page' => $page ], \array_map( 'rawurlencode', \array_map( 'strval', $args ) ) ), \admin_url( 'admin.php' ) );
	}

	/**
	 * A keyword from the URL, such as the part of a screen. URLs only select what is shown, so they need no nonce.
	 *
	 * @param string $name Query argument.
	 */
	public static function argument( string $name ): string {
		$value = $_GET[ $name ] ?? ''; // phpcs:ignore WordPress.Security.NonceVerification -- nothing is changed by it.
		return \is_string( $value ) ? \sanitize_text_field( \wp_unslash( $value ) ) : '';
	}

	/**
	 * An id from the URL; 0 if there is none.
	 *
	 * @param string $name Query argument.
	 */
	public static function id( string $name ): int {
		return \absint( self::argument( $name ) );
	}
}
