<?php
/**
 * Formats values for display.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\Clock;
use Siren\Distributors\Money;

\defined( 'ABSPATH' ) || exit;

/**
 * Every method except `plain_instant` returns markup that is ready to print, in the site's language, number format and
 * time zone.
 */
final class Format {

	/**
	 * An amount, or a dash if there is none yet.
	 *
	 * @param ?string $amount   Decimal string.
	 * @param string  $currency ISO 4217 code.
	 */
	public static function amount( ?string $amount, string $currency ): string {
		return null === $amount ? self::none() : '<bdi class="siren-amount">' . \esc_html( Money::display( $amount, $currency ) ) . '</bdi>';
	}

	/**
	 * An amount, linked to its explanation.
	 *
	 * @param string $amount     Markup, from {@see self::amount()}.
	 * @param int    $obligation Obligation.
	 */
	public static function why( string $amount, int $obligation ): string {
		return \sprintf(
			'<a class="siren-why" href="%s">%s<span class="screen-reader-text"> %s</span></a>',
			\esc_url( Page::url( Page::DISTRIBUTIONS, [ 'explain' => $obligation ] ) ),
			$amount,
			\esc_html__( '– why?', 'siren-distributors' )
		);
	}

	/**
	 * A date and time.
	 *
	 * @param ?string $instant RFC 3339.
	 */
	public static function instant( ?string $instant ): string {
		if ( null === $instant ) {
			return self::none();
		}
		return \sprintf(
			'<time datetime="%s">%s</time>',
			\esc_attr( $instant ),
			\esc_html( self::plain_instant( $instant ) )
		);
	}

	/**
	 * A date and time as unescaped plain text.
	 *
	 * @param string $instant RFC 3339.
	 */
	public static function plain_instant( string $instant ): string {
		$format = \get_option( 'date_format' ) . ' ' . \get_option( 'time_format' );
		return (string) \wp_date( $format, Clock::timestamp( $instant ), Clock::zone() );
	}

	/**
	 * A period. If it begins and ends at midnight, only the days are shown; the last day is the one before the end.
	 *
	 * @param ?array{start:string,end:string} $period Half-open period from the engine.
	 */
	public static function period( ?array $period ): string {
		if ( null === $period ) {
			return self::none();
		}
		$zone   = Clock::zone();
		$start  = Clock::timestamp( $period['start'] );
		$end    = Clock::timestamp( $period['end'] );
		$days   = '00:00:00' === \wp_date( 'H:i:s', $start, $zone ) && '00:00:00' === \wp_date( 'H:i:s', $end, $zone );
		$format = \get_option( 'date_format' ) . ( $days ? '' : ' ' . \get_option( 'time_format' ) );
		$first  = (string) \wp_date( $format, $start, $zone );
		$last   = (string) \wp_date( $format, $days ? $end - 1 : $end, $zone );
		return \sprintf(
			'<span class="siren-period" title="%s">%s</span>',
			\esc_attr( $period['start'] . ' – ' . $period['end'] ),
			\esc_html( $first === $last ? $first : $first . ' – ' . $last )
		);
	}

	/**
	 * A score: a whole number, or an exact fraction where points were split among owners.
	 *
	 * @param int|string $score `100` or `"10/3"`.
	 */
	public static function score( int|string $score ): string {
		return \is_int( $score ) ? \esc_html( \number_format_i18n( $score ) ) : '<bdi>' . \esc_html( $score ) . '</bdi>';
	}

	/**
	 * A score with its unit.
	 *
	 * @param int|string $score As {@see self::score()}.
	 */
	public static function points( int|string $score ): string {
		/* translators: %s: number of points. */
		$text = \is_int( $score ) ? \_n( '%s point', '%s points', $score, 'siren-distributors' ) : \__( '%s points', 'siren-distributors' );
		return \sprintf( \esc_html( $text ), self::score( $score ) );
	}

	/**
	 * A future date and time, and how long it is until then.
	 *
	 * @param string $instant RFC 3339.
	 */
	public static function due( string $instant ): string {
		$now  = Clock::timestamp( Clock::now() );
		$then = Clock::timestamp( $instant );
		$text = $then > $now
			/* translators: %s: a span of time, such as "5 days". */
			? \sprintf( \__( 'in %s', 'siren-distributors' ), \human_time_diff( $now, $then ) )
			/* translators: %s: a span of time, such as "5 days". */
			: \sprintf( \__( 'overdue by %s', 'siren-distributors' ), \human_time_diff( $then, $now ) );
		return self::instant( $instant ) . '<br><span class="description">' . \esc_html( $text ) . '</span>';
	}

	/**
	 * A share of a pool as a percentage with two decimals and a bar. Shifts the decimal point in the text, because
	 * shares are never floats.
	 *
	 * @param string $share Fraction with six decimals, such as `"0.540541"`.
	 */
	public static function share( string $share ): string {
		return \sprintf(
			'<span class="siren-share">%s<bdi>%s</bdi></span>',
			self::bar( $share ),
			\esc_html( Money::display( self::percent( $share ), '%' ) )
		);
	}

	/**
	 * A bar for a share of a pool, to be shown beside its amount or percentage.
	 *
	 * @param string $share Fraction with six decimals.
	 */
	public static function bar( string $share ): string {
		return \sprintf( '<span class="siren-share-track" aria-hidden="true"><span style="inline-size:%s%%"></span></span>', \esc_attr( self::percent( $share ) ) );
	}

	/**
	 * A fraction as a percentage with two decimals.
	 *
	 * @param string $share Fraction with six decimals.
	 */
	private static function percent( string $share ): string {
		[ $whole, $fraction ] = \array_pad( \explode( '.', $share, 2 ), 2, '' );

		// Integer millionths, rounded to hundredths of a percent, because a float might round wrongly.
		$hundredths = \intdiv( (int) ( $whole . \str_pad( $fraction, 6, '0' ) ) + 50, 100 );
		return \sprintf( '%d.%02d', \intdiv( $hundredths, 100 ), $hundredths % 100 );
	}

	/**
	 * A status as a badge.
	 *
	 * @param string  $status The engine's code for it.
	 * @param ?string $label  If it differs from {@see Label::status()}.
	 */
	public static function status( string $status, ?string $label = null ): string {
		return \sprintf(
			'<span class="siren-status siren-status-%s">%s</span>',
			\esc_attr( \sanitize_html_class( $status ) ),
			\esc_html( $label ?? Label::status( $status ) )
		);
	}

	/**
	 * A link.
	 *
	 * @param string $url  Target.
	 * @param string $text Link text.
	 */
	public static function link( string $url, string $text ): string {
		return \sprintf( '<a href="%s">%s</a>', \esc_url( $url ), \esc_html( $text ) );
	}

	/** A dash for "none", with a text for screen readers. */
	public static function none(): string {
		return '<span aria-hidden="true">—</span><span class="screen-reader-text">' . \esc_html__( 'none', 'siren-distributors' ) . '</span>';
	}
}
