<?php
/**
 * Rows of a form table.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

\defined( 'ABSPATH' ) || exit;

/**
 * Each method prints one row of a WordPress `form-table`: label, control, help text and, beside the control, the
 * engine's problems, associated with it for screen readers.
 */
final class Field {

	/**
	 * A single-line text field.
	 *
	 * @param string              $name  Name of the control.
	 * @param string              $label Label of the control.
	 * @param string              $value Current value.
	 * @param array<string,mixed> $more  `problems`: problems with the value; `help`: help text; `after`: text after the
	 *                                   control; `attributes`: of the control; `row`: class of the row.
	 */
	public static function text( string $name, string $label, string $value, array $more = [] ): void {
		$attributes = ( $more['attributes'] ?? [] ) + [
			'type'  => 'text',
			'class' => 'regular-text',
			'value' => $value,
		];
		self::row(
			$name,
			$label,
			$more,
			static fn() => \printf( '<input %s>', self::attributes( $attributes + self::common( $name, $more ) ) ) // phpcs:ignore WordPress.Security.EscapeOutput -- attributes() escapes.
		);
	}

	/**
	 * A multi-line text field.
	 *
	 * @param string              $name  Name of the control.
	 * @param string              $label Label of the control.
	 * @param string              $value Current value.
	 * @param array<string,mixed> $more  As {@see self::text()}.
	 */
	public static function area( string $name, string $label, string $value, array $more = [] ): void {
		$attributes = ( $more['attributes'] ?? [] ) + [
			'rows'  => 4,
			'class' => 'regular-text code',
		];
		self::row(
			$name,
			$label,
			$more,
			static fn() => \printf( '<textarea %s>%s</textarea>', self::attributes( $attributes + self::common( $name, $more ) ), \esc_textarea( $value ) ) // phpcs:ignore WordPress.Security.EscapeOutput -- attributes() escapes.
		);
	}

	/**
	 * A select field.
	 *
	 * @param string               $name    Name of the control.
	 * @param string               $label   Label of the control.
	 * @param string               $value   Selected value.
	 * @param array<string,string> $choices Label by value.
	 * @param array<string,mixed>  $more    As {@see self::text()}.
	 */
	public static function select( string $name, string $label, string $value, array $choices, array $more = [] ): void {
		self::row(
			$name,
			$label,
			$more,
			static function () use ( $name, $value, $choices, $more ): void {
				\printf( '<select %s>', self::attributes( ( $more['attributes'] ?? [] ) + self::common( $name, $more ) ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- attributes() escapes.
				foreach ( $choices as $choice => $text ) {
					\printf( '<option value="%s"%s>%s</option>', \esc_attr( (string) $choice ), \selected( $value, (string) $choice, false ), \esc_html( $text ) );
				}
				echo '</select>';
			}
		);
	}

	/**
	 * The hidden fields of every form that posts: the name of its action and the nonce that {@see Submission} checks.
	 * Without WordPress's usual ids, because a screen may have several forms.
	 *
	 * @param string $action Name of the action.
	 */
	public static function action( string $action ): void {
		\printf(
			'<input type="hidden" name="action" value="%s"><input type="hidden" name="_wpnonce" value="%s">',
			\esc_attr( $action ),
			\esc_attr( \wp_create_nonce( $action ) )
		);
	}

	/**
	 * The problems of a field that is not a row of its own.
	 *
	 * @param string   $name     Name of the control, for `aria-describedby`.
	 * @param string[] $problems Messages.
	 */
	public static function problems( string $name, array $problems ): void {
		if ( [] !== $problems ) {
			\printf( '<p class="siren-problem" id="%s-problem" role="alert">%s</p>', \esc_attr( self::id( $name ) ), \esc_html( \implode( ' ', $problems ) ) );
		}
	}

	/**
	 * The attributes of every control: id, name, and what describes it.
	 *
	 * @param string              $name Name of the control.
	 * @param array<string,mixed> $more As {@see self::text()}.
	 * @return array<string,string>
	 */
	public static function common( string $name, array $more = [] ): array {
		$id          = self::id( $name );
		$problems    = $more['problems'] ?? [];
		$described   = [];
		$described[] = [] === $problems ? '' : $id . '-problem';
		$described[] = isset( $more['help'] ) ? $id . '-help' : '';
		return \array_filter(
			[
				'id'               => $id,
				'name'             => $name,
				'aria-invalid'     => [] === $problems ? '' : 'true',
				'aria-describedby' => \trim( \implode( ' ', $described ) ),
			]
		);
	}

	/**
	 * Formats attributes as escaped markup.
	 *
	 * @param array<string,string|int|bool> $attributes Values by name; true prints the name alone, false omits it.
	 */
	public static function attributes( array $attributes ): string {
		$markup = [];
		foreach ( $attributes as $name => $value ) {
			if ( true === $value ) {
				$markup[] = \esc_attr( $name );
			} elseif ( false !== $value ) {
				$markup[] = \esc_attr( $name ) . '="' . \esc_attr( (string) $value ) . '"';
			}
		}
		return \implode( ' ', $markup );
	}

	/**
	 * Id of a control: its name without brackets.
	 *
	 * @param string $name Name of the control.
	 */
	public static function id( string $name ): string {
		return 'siren-' . \trim( \str_replace( [ '[', ']' ], [ '-', '' ], $name ), '-' );
	}

	/**
	 * Prints a row around a control.
	 *
	 * @param string              $name    Name of the control.
	 * @param string              $label   Label of the control.
	 * @param array<string,mixed> $more    As {@see self::text()}.
	 * @param callable():mixed    $control Prints the control.
	 */
	private static function row( string $name, string $label, array $more, callable $control ): void {
		$id = self::id( $name );
		\printf( '<tr class="%s"><th scope="row"><label for="%s">%s</label></th><td>', \esc_attr( $more['row'] ?? '' ), \esc_attr( $id ), \esc_html( $label ) );
		$control();
		if ( isset( $more['after'] ) ) {
			echo ' ' . \esc_html( $more['after'] );
		}
		self::problems( $name, $more['problems'] ?? [] );
		if ( isset( $more['help'] ) ) {
			\printf( '<p class="description" id="%s-help">%s</p>', \esc_attr( $id ), \esc_html( $more['help'] ) );
		}
		echo '</td></tr>';
	}
}
