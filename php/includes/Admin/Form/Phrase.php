<?php
/**
 * Controls within a sentence.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

use Siren\Distributors\Admin\Support\Problems;

\defined( 'ABSPATH' ) || exit;

/**
 * A line of a form that reads as a sentence: "Every [month] on day [1]". The sentence is a single text with
 * placeholders, so that translations can reorder the controls. Each control has its own label for people who do not see
 * the line.
 */
final class Phrase {

	/**
	 * Sets the problems to show.
	 *
	 * @param Problems $problems Problems by control name.
	 */
	public function __construct( private readonly Problems $problems ) {}

	/**
	 * Prints a line.
	 *
	 * @param string   $text     Sentence in which `%1$s`, `%2$s` stand for the controls.
	 * @param string[] $controls Markup of the controls, in numerical order.
	 * @param string   $row      Class of the line.
	 */
	public function line( string $text, array $controls, string $row = '' ): void {
		\printf( '<div class="siren-phrase %s">%s</div>', \esc_attr( $row ), \vsprintf( \esc_html( $text ), $controls ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- the controls come from the methods below, which escape.
	}

	/**
	 * A single-line text field.
	 *
	 * @param string              $name       Name of the control.
	 * @param string              $label      Label of the control.
	 * @param string              $value      Current value.
	 * @param array<string,mixed> $attributes Of the control.
	 */
	public function text( string $name, string $label, string $value, array $attributes = [] ): string {
		$all = $attributes + [
			'type'       => 'text',
			'value'      => $value,
			'aria-label' => $label,
		] + $this->common( $name );
		return \sprintf( '<input %s>%s', Field::attributes( $all ), $this->wrong( $name, $label ) );
	}

	/**
	 * A decimal number in a text field; the engine rejects what is not a number.
	 *
	 * @param string $name  Name of the control.
	 * @param string $label Label of the control.
	 * @param string $value Current value.
	 * @param int    $size  Visible width in characters.
	 */
	public function number( string $name, string $label, string $value, int $size = 5 ): string {
		return $this->text(
			$name,
			$label,
			$value,
			[
				'inputmode'    => 'decimal',
				'autocomplete' => 'off',
				'size'         => $size,
				'class'        => 'siren-figure',
			]
		);
	}

	/**
	 * A whole number.
	 *
	 * @param string            $name   Name of the control.
	 * @param string            $label  Label of the control.
	 * @param string            $value  Current value.
	 * @param array<string,int> $limits `min` and `max`.
	 */
	public function whole( string $name, string $label, string $value, array $limits ): string {
		return $this->text(
			$name,
			$label,
			$value,
			$limits + [
				'type'         => 'number',
				'step'         => 1,
				'autocomplete' => 'off',
				'class'        => 'siren-figure',
			]
		);
	}

	/**
	 * A select field.
	 *
	 * @param string               $name    Name of the control.
	 * @param string               $label   Label of the control.
	 * @param string               $value   Selected value.
	 * @param array<string,string> $choices Labels by value. A selected value that is not among them is shown as it is.
	 */
	public function select( string $name, string $label, string $value, array $choices ): string {
		$options = '';
		if ( ! isset( $choices[ $value ] ) ) {
			$choices[ $value ] = $value;
		}
		foreach ( $choices as $choice => $text ) {
			$options .= \sprintf( '<option value="%s"%s>%s</option>', \esc_attr( (string) $choice ), \selected( $value, (string) $choice, false ), \esc_html( $text ) );
		}
		return \sprintf( '<select %s>%s</select>%s', Field::attributes( [ 'aria-label' => $label ] + $this->common( $name ) ), $options, $this->wrong( $name, $label ) );
	}

	/**
	 * A checkbox followed by its label.
	 *
	 * @param string $name  Name of the control.
	 * @param string $label Label of the control.
	 * @param bool   $value Whether it is checked.
	 */
	public function tick( string $name, string $label, bool $value ): string {
		$attributes = [
			'type'    => 'checkbox',
			'value'   => '1',
			'checked' => $value,
		] + $this->common( $name );
		return \sprintf( '<label class="siren-tick"><input %s> %s</label>%s', Field::attributes( $attributes ), \esc_html( $label ), $this->wrong( $name, $label ) );
	}

	/**
	 * The attributes of every control.
	 *
	 * @param string $name Name of the control.
	 * @return array<string,string>
	 */
	private function common( string $name ): array {
		return Field::common( $name, [ 'problems' => $this->problems->at( $name ) ] );
	}

	/**
	 * Prints the problems of a control, or of a group of controls, on a line below it, preceded by the label.
	 *
	 * @param string $name  Name of the control.
	 * @param string $label Label of the control.
	 */
	public function wrong( string $name, string $label ): string {
		$problems = $this->problems->at( $name );
		return [] === $problems ? '' : \sprintf(
			'<span class="siren-problem" id="%s-problem" role="alert">%s</span>',
			\esc_attr( Field::id( $name ) ),
			\esc_html( $label . ' ' . \implode( ' ', $problems ) )
		);
	}
}
