<?php
/**
 * Notices at the top of a screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

\defined( 'ABSPATH' ) || exit;

/**
 * A notice is identified by a code in the URL, so that no URL can put its own text on a screen.
 */
final class Notice {

	public const ARGUMENT = 'siren_done';

	/**
	 * Makes WordPress remove the code from the URL once it is shown, so that reloading or paging does not show the
	 * notice again.
	 *
	 * @param array $arguments As passed by WordPress.
	 */
	public static function add_removable( array $arguments ): array {
		$arguments[] = self::ARGUMENT;
		return $arguments;
	}

	/**
	 * Prints the notice about what was just done, if any.
	 *
	 * @param array<string,string> $notices Notices of the screen by code.
	 */
	public static function done( array $notices ): void {
		$text = $notices[ Page::argument( self::ARGUMENT ) ] ?? '';
		if ( '' !== $text ) {
			\wp_admin_notice(
				\esc_html( $text ),
				[
					'type'        => 'success',
					'dismissible' => true,
				]
			);
		}
	}

	/**
	 * Prints why something was rejected.
	 *
	 * @param string   $text    Message.
	 * @param string[] $details One line each.
	 */
	public static function refusal( string $text, array $details = [] ): void {
		View::show(
			'shared/refusal',
			[
				'text'    => $text,
				'details' => $details,
			]
		);
	}

	/**
	 * Prints why the last form was rejected, on a screen that does not show the form's fields again.
	 *
	 * @param ?array $refused As returned by {@see Submission::refused()}.
	 */
	public static function refused( ?array $refused ): void {
		if ( null !== $refused ) {
			$text = '' === $refused['message'] ? \__( 'The request was rejected. Nothing was changed.', 'siren-distributors' ) : $refused['message'];
			self::refusal( $text, ( new Problems( $refused['problems'] ) )->beyond( [] ) );
		}
	}
}
