<?php
/**
 * Describes a difference between two conflicting records.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Tables;

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;

/**
 * “Amount of ‘Piano course’: 60.00 USD counts; the second record says 50.00 USD”.
 */
final class RecordDifference {

	/**
	 * Takes a difference as the engine gives it.
	 *
	 * @param array{part:string,external_id:?string,name:?string,kept:mixed,told:mixed} $difference Difference from the engine.
	 * @param array                                                                      $conflict   Its conflict.
	 * @param Names                                                                      $names      Names of collaborators.
	 */
	public function __construct( private readonly array $difference, private readonly array $conflict, private readonly Names $names ) {}

	/**
	 * The sentence, escaped.
	 */
	public function markup(): string {
		$part = \esc_html( $this->part() );
		$kept = $this->value( $this->difference['kept'] );
		$told = $this->value( $this->difference['told'], true );
		return match ( $this->difference['part'] ) {
			/* translators: 1: a line of a sale, 2: its amount. */
			'removed' => \sprintf( \esc_html__( '%1$s (%2$s) is not in the second record', 'siren-distributors' ), $part, $kept ),
			/* translators: 1: a line of a sale, 2: its amount. */
			'added'   => \sprintf( \esc_html__( '%1$s (%2$s) is only in the second record', 'siren-distributors' ), $part, $told ),
			/* translators: 1: what differs, such as "Amount of Piano course", 2: what counts, 3: what the second record says. */
			default   => \sprintf( \esc_html__( '%1$s: %2$s counts; the second record says %3$s', 'siren-distributors' ), $part, $kept, $told ),
		};
	}

	/** The part that differs. */
	private function part(): string {
		$line = $this->line();
		if ( \in_array( $this->difference['part'], [ 'removed', 'added' ], true ) ) {
			return $line;
		}
		$part = Label::part( $this->difference['part'] );
		/* translators: 1: what differs, such as "Amount", 2: a line of a sale, such as "Piano course". */
		return '' === $line ? $part : \sprintf( \__( '%1$s of “%2$s”', 'siren-distributors' ), $part, $line );
	}

	/** The line item it concerns; '' if it concerns the whole record. */
	private function line(): string {
		$number = $this->difference['external_id'];
		if ( null === $number ) {
			return '';
		}
		/* translators: %s: number of a line of a sale. */
		return $this->difference['name'] ?? \sprintf( \__( 'Line %s', 'siren-distributors' ), $number );
	}

	/**
	 * The counted or the conflicting value.
	 *
	 * @param mixed $value   Value from the engine.
	 * @param bool  $is_told Whether it is from the second record.
	 */
	private function value( mixed $value, bool $is_told = false ): string {
		if ( null === $value || [] === $value ) {
			return \esc_html__( 'nothing', 'siren-distributors' );
		}
		return match ( $this->difference['part'] ) {
			'amount', 'removed', 'added' => Format::amount( $value, $this->currency( $is_told ) ),
			'takes'                      => $this->takes( $value ),
			'owners', 'referrer'         => \implode( ', ', \array_map( [ $this, 'person' ], $value ) ),
			'coupons'                    => \esc_html( \implode( ', ', $value ) ),
			'subject'                    => EventsTable::person( $value ),
			'object'                     => \esc_html( $this->names->thing( $value ) ),
			'type'                       => \esc_html( EventTypes::label( $value ) ),
			'kind'                       => \esc_html( Label::detail( $value ) ),
			'data'                       => '<code>' . \esc_html( (string) \wp_json_encode( $value ) ) . '</code>',
			default                      => \esc_html( (string) $value ),
		};
	}

	/**
	 * What a refund takes back.
	 *
	 * @param string $takes Amount or code from the engine.
	 */
	private function takes( string $takes ): string {
		return match ( $takes ) {
			'rest'  => \esc_html__( 'the full remaining amount', 'siren-distributors' ),
			'lines' => \esc_html__( 'individual line items', 'siren-distributors' ),
			default => Format::amount( $takes, (string) $this->conflict['currency'] ),
		};
	}

	/**
	 * The currency of an amount; the two records may differ.
	 *
	 * @param bool $is_told Whether it is from the second record.
	 */
	private function currency( bool $is_told ): string {
		foreach ( $this->conflict['differences'] as $difference ) {
			if ( $is_told && 'currency' === $difference['part'] ) {
				return (string) $difference['told'];
			}
		}
		return (string) $this->conflict['currency'];
	}

	/**
	 * A credited collaborator.
	 *
	 * @param array{id:?int,named:?string,weight:int} $person Collaborator from the engine.
	 */
	private function person( array $person ): string {
		$name = null === $person['id'] ? '<code>' . \esc_html( (string) $person['named'] ) . '</code>' : $this->names->collaborator( $person['id'] );
		return 1 === $person['weight'] ? $name : $name . ' × ' . \number_format_i18n( $person['weight'] );
	}
}
