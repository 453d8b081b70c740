<?php
/**
 * The only source of the current time.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * Instants are RFC 3339 in UTC, `2026-05-01T04:00:00Z`, as the engine takes and gives them.
 */
final class Clock {

	private const FORMAT  = 'Y-m-d\TH:i:s\Z';
	private const PATTERN = '/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/D';

	/** The current instant. */
	public static function now(): string {
		$real = \gmdate( self::FORMAT );

		/**
		 * Filters the current instant for everything that is recorded, shown or distributed. Meant for tests,
		 * demonstrations and restores. A value that is not a UTC instant is ignored.
		 *
		 * @since 0.1.0
		 *
		 * @param string $real The machine's time, `2026-05-01T04:00:00Z`.
		 */
		$now = \apply_filters( 'siren_now', $real );

		return self::is_instant( $now ) ? $now : $real;
	}

	/**
	 * Whether a value is an instant as {@see self::now()} gives it.
	 *
	 * @param mixed $value From a filter or an option.
	 */
	public static function is_instant( mixed $value ): bool {
		return \is_string( $value ) && 1 === \preg_match( self::PATTERN, $value ) && false !== \strtotime( $value );
	}

	/** Whether heartbeats act on the current time no matter how far it is from the last sign of life. */
	public static function is_confirmed(): bool {
		/**
		 * Filters whether heartbeats act on a doubtful time that nobody has confirmed under Siren → Status. Meant for
		 * tests and demonstrations that change the time with `siren_now`. On a real site, one heartbeat with a wrong
		 * clock would close years of periods.
		 *
		 * @since 0.1.0
		 *
		 * @param bool $confirmed False.
		 */
		return true === \apply_filters( 'siren_time_is_confirmed', false );
	}

	/**
	 * Converts an instant from the engine to a Unix timestamp.
	 *
	 * @param string $instant RFC 3339 with any offset.
	 * @throws \UnexpectedValueException When it is not an instant.
	 */
	public static function timestamp( string $instant ): int {
		$seconds = \strtotime( $instant );
		if ( false === $seconds ) {
			throw new \UnexpectedValueException( \sprintf( 'not an instant: %s', \esc_html( $instant ) ) );
		}
		return $seconds;
	}

	/**
	 * The time zone in which the site shows times. UTC if PHP does not know the configured zone: a bad setting must not
	 * break the screens.
	 */
	public static function zone(): \DateTimeZone {
		try {
			return \wp_timezone();
		} catch ( \Exception $unknown ) {
			return new \DateTimeZone( 'UTC' );
		}
	}

	/**
	 * Converts a Unix timestamp to an instant.
	 *
	 * @param int $seconds Unix timestamp.
	 */
	public static function instant( int $seconds ): string {
		return \gmdate( self::FORMAT, $seconds );
	}

	/**
	 * Converts a wall-clock time in a zone to an instant.
	 *
	 * @param string $local `2026-05-01T00:00` or `2026-05-01 00:00`, as a form field gives it.
	 * @param string $zone  IANA name, or an offset such as `+05:30`.
	 * @return ?string Null if the time or the zone is invalid.
	 */
	public static function from_local( string $local, string $zone ): ?string {
		try {
			$time = new \DateTimeImmutable( $local, new \DateTimeZone( $zone ) );
		} catch ( \Exception $unreadable ) {
			return null;
		}
		return self::instant( $time->getTimestamp() );
	}
}
