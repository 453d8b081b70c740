<?php
/**
 * The engine's texts in the site's language.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

use Siren\Exception\Conflict;
use Siren\Exception\InvalidInput;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * Beside each English text for people the engine answers its parts: the code of a template and typed values. They are worded
 * here, with amounts, numbers and dates as the site's language writes them.
 */
final class Wording {

	/** The count that stands for a fraction, which no language has a form of its own for. */
	private const MANY = 2;

	/**
	 * A text in the site's language. Not escaped.
	 *
	 * @param ?array $message What the engine answered beside it; null where it answered none.
	 * @param string $english The engine's English, for a message of a newer engine.
	 */
	public static function of( ?array $message, string $english ): string {
		return ( null === $message ? null : self::message( $message ) ) ?? $english;
	}

	/**
	 * The rule of a distributor in a sentence; null where it has problems.
	 *
	 * @param array $checked What `siren_check_distributor()` answered.
	 */
	public static function rule( array $checked ): ?string {
		return null === $checked['sentence'] ? null : self::of( $checked['sentence_message'], $checked['sentence'] );
	}

	/**
	 * A problem with an input. Continues a sentence that begins with its path.
	 *
	 * @param array $problem `message` and, if it is the engine's, `message_parts`.
	 */
	public static function problem( array $problem ): string {
		return self::of( $problem['message_parts'] ?? null, $problem['message'] );
	}

	/**
	 * Why something failed: a message, or several problems with their paths.
	 *
	 * @param \Throwable $failure Anything.
	 */
	public static function failure( \Throwable $failure ): string {
		return self::reasons( self::facts( $failure ) );
	}

	/**
	 * What a failure says, as a list of problems, to be worded later.
	 *
	 * @param \Throwable $failure Anything.
	 * @return array<array{path:string,message:string,message_parts:?array}>
	 */
	public static function facts( \Throwable $failure ): array {
		$problems = $failure instanceof InvalidInput || $failure instanceof Conflict ? $failure->problems() : [];
		$whole    = [
			'path'          => '',
			'message'       => $failure->getMessage(),
			'message_parts' => $failure instanceof SirenException ? $failure->parts() : null,
		];
		return [] === $problems ? [ $whole ] : $problems;
	}

	/**
	 * Problems in one line, each behind its path.
	 *
	 * @param array $problems As the engine answers them.
	 */
	public static function reasons( array $problems ): string {
		$reason = static fn( array $problem ): string => ( '' === $problem['path'] ? '' : $problem['path'] . ': ' ) . self::problem( $problem );
		return \implode( '; ', \array_map( $reason, $problems ) );
	}

	/**
	 * The lines of a calculation.
	 *
	 * @param array $explanation What `siren_explain()` answered.
	 * @return string[]
	 */
	public static function arithmetic( array $explanation ): array {
		return \array_map( [ self::class, 'of' ], $explanation['arithmetic_messages'], $explanation['arithmetic'] );
	}

	/**
	 * A message; null where its template or a value in it is not known.
	 *
	 * @param array $message `code` and `values`.
	 */
	private static function message( array $message ): ?string {
		$names = EngineMessages::NAMES[ $message['code'] ] ?? null;
		if ( null === $names ) {
			return null;
		}
		$first    = $message['values'][ $names[0] ?? '' ] ?? [];
		$counted  = $first['count'] ?? $first['points'] ?? 0;
		$template = EngineMessages::text( $message['code'], \is_int( $counted ) ? \abs( $counted ) : self::MANY );
		$values   = \array_map( static fn( string $name ): ?string => self::value( $message['values'][ $name ] ?? [] ), $names );
		return null === $template || \in_array( null, $values, true ) ? null : \vsprintf( $template, $values );
	}

	/**
	 * A value; null for one of a type that is not known.
	 *
	 * @param array $value `type` and its parts.
	 */
	private static function value( array $value ): ?string {
		global $wp_locale;
		switch ( $value['type'] ?? '' ) {
			case 'message':
				return self::message( $value );
			case 'text':
				return $value['text'];
			case 'count':
				return \number_format_i18n( $value['count'] );
			case 'amount':
				return Money::display( $value['amount'], $value['currency'] );
			case 'points':
				return \is_int( $value['points'] ) ? \number_format_i18n( $value['points'] ) : $value['points'];
			case 'percent':
				/* translators: %s: a number. */
				return \sprintf( \_x( '%s%%', 'percentage', 'siren-distributors' ), \str_replace( '.', $wp_locale->number_format['decimal_point'], $value['percent'] ) );
			case 'date':
				return self::date( $value['date'], $value['parts'] );
			case 'month':
				return $wp_locale->get_month( $value['month'] );
			case 'weekday':
				return $wp_locale->get_weekday( $value['weekday'] % 7 );
			case 'event':
				return \str_replace( '_', ' ', $value['event'] );
			case 'list':
				return self::joined( \array_map( [ self::class, 'value' ], $value['items'] ), $value['join'] );
			default:
				return null;
		}
	}

	/**
	 * Several values; null where one of them is not known.
	 *
	 * @param array<?string> $items At least one.
	 * @param string         $join  What stands before the last: `and`, `or` or `comma`.
	 */
	private static function joined( array $items, string $join ): ?string {
		if ( [] === $items || \in_array( null, $items, true ) ) {
			return null;
		}
		$code = [
			'and' => 'last_and',
			'or'  => 'last_or',
		][ $join ] ?? 'separated';
		$last = \array_pop( $items );
		$list = \array_shift( $items );
		foreach ( $items as $item ) {
			$list = \sprintf( (string) EngineMessages::text( 'separated', 0 ), $list, $item );
		}
		return null === $list ? $last : \sprintf( (string) EngineMessages::text( $code, 0 ), $list, $last );
	}

	/**
	 * A date, or a part of one; null for parts that are not known.
	 *
	 * @param string $date  `2026-05-31`.
	 * @param string $parts How much of it is shown.
	 */
	private static function date( string $date, string $parts ): ?string {
		$formats = [
			'day'            => \_x( 'j', 'date format: a day, as in 4 to 17 May 2026', 'siren-distributors' ),
			'day_month'      => \_x( 'j F', 'date format: a day and a month, as in 1 April to 30 June 2026', 'siren-distributors' ),
			'day_month_year' => \_x( 'j F Y', 'date format', 'siren-distributors' ),
			'month_year'     => \_x( 'F Y', 'date format', 'siren-distributors' ),
			'year'           => \_x( 'Y', 'date format', 'siren-distributors' ),
		];
		$zone    = new \DateTimeZone( 'UTC' );
		return isset( $formats[ $parts ] ) ? (string) \wp_date( $formats[ $parts ], ( new \DateTimeImmutable( $date, $zone ) )->getTimestamp(), $zone ) : null;
	}
}
