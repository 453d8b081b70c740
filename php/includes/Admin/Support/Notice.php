<?php
/**
 * Messages at the top of a screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

\defined( 'ABSPATH' ) || exit;

/**
 * What was done is told by a code in the address, so that no address can put words of its own on a screen.
 */
final class Notice {

	public const ARGUMENT = 'siren_done';

	/**
	 * Lets WordPress take the code out of the address once it was read, so that reloading or paging does not tell it
	 * again.
	 *
	 * @param array $arguments WordPress's own.
	 */
	public static function add_removable( array $arguments ): array {
		$arguments[] = self::ARGUMENT;
		return $arguments;
	}

	/**
	 * Prints what was just done, if anything.
	 *
	 * @param array<string,string> $notices The screen's sentences by code.
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
	 * Prints why something was refused.
	 *
	 * @param string   $text    What is the matter.
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
	 * Prints what the last form was refused with, on a screen that does not show the form's fields again.
	 *
	 * @param ?array $refused As {@see Submission::refused()} gives it.
	 */
	public static function refused( ?array $refused ): void {
		if ( null !== $refused ) {
			$text = '' === $refused['message'] ? \__( 'The request was rejected. Nothing was changed.', 'siren-distributors' ) : $refused['message'];
			self::refusal( $text, ( new Problems( $refused['problems'] ) )->beyond( [] ) );
		}
	}
}
