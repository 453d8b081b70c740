<?php
/**
 * Controls inside a sentence.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

use Siren\Distributors\Admin\Support\Problems;

\defined( 'ABSPATH' ) || exit;

/**
 * A line of a form that reads as what it means: "Every [month] on day [1]". The words around the controls are one text
 * with places for them, so that a translation can put them in another order; each control has a label of its own for those
 * who do not see the line.
 */
final class Phrase {

	/**
	 * Says what is wrong with the controls.
	 *
	 * @param Problems $problems By name of the control.
	 */
	public function __construct( private readonly Problems $problems ) {}

	/**
	 * Prints a line.
	 *
	 * @param string   $text     The words; `%1$s`, `%2$s` stand for the controls.
	 * @param string[] $controls Markup of the controls, in the order of their numbers.
	 * @param string   $row      Class of the line.
	 */
	public function line( string $text, array $controls, string $row = '' ): void {
		\printf( '<div class="siren-phrase %s">%s</div>', \esc_attr( $row ), \vsprintf( \esc_html( $text ), $controls ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- the controls come from the methods below, which escape.
	}

	/**
	 * A line of text.
	 *
	 * @param string              $name       Name of the control.
	 * @param string              $label      Its label.
	 * @param string              $value      What it holds.
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
	 * A decimal number, as text: what is no number is for the engine to refuse.
	 *
	 * @param string $name  Name of the control.
	 * @param string $label Its label.
	 * @param string $value What it holds.
	 * @param int    $size  Characters it shows.
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
	 * @param string            $label  Its label.
	 * @param string            $value  What it holds.
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
	 * One of several.
	 *
	 * @param string               $name    Name of the control.
	 * @param string               $label   Its label.
	 * @param string               $value   Which is chosen.
	 * @param array<string,string> $choices Value => what it says. What is chosen and not among them is shown as it is.
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
	 * A box to tick, with its words behind it.
	 *
	 * @param string $name  Name of the control.
	 * @param string $label Its label.
	 * @param bool   $value Whether it is ticked.
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
	 * What every control has.
	 *
	 * @param string $name Name of the control.
	 * @return array<string,string>
	 */
	private function common( string $name ): array {
		return Field::common( $name, [ 'problems' => $this->problems->at( $name ) ] );
	}

	/**
	 * What is wrong with a control, or with a group of them, on a line of its own below it. The engine's sentences begin behind the name of what they
	 * are about.
	 *
	 * @param string $name  Name of the control.
	 * @param string $label Its label.
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
