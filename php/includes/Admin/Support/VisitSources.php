<?php
/**
 * Where the visits of a distribution came from.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;

/**
 * Visits are easy to fake, so before paying for them one has to see whether they came from many people or from a few
 * networks.
 */
final class VisitSources {

	/**
	 * The sources of the visits of a distribution.
	 *
	 * @param int      $distribution Distribution.
	 * @param string[] $events       The event types it counts.
	 * @param ?int     $collaborator Only this collaborator's, by day.
	 * @return ?array Answer of `siren_visits()`; null if there were no visits.
	 */
	public static function of( int $distribution, array $events, ?int $collaborator = null ): ?array {
		if ( [] === \array_intersect( EventTypes::about( EventTypes::VISIT ), $events ) ) {
			return null;
		}
		$visits = \siren_visits( $distribution, null === $collaborator ? [] : [ 'collaborator' => $collaborator ] );
		return 0 === $visits['visits'] + $visits['crowd'] ? null : $visits;
	}

	/**
	 * The collaborators whose visits are included.
	 *
	 * @param ?array $visits As returned by {@see self::of()}.
	 * @return int[] Ids of collaborators.
	 */
	public static function people( ?array $visits ): array {
		return \array_column( $visits['collaborators'] ?? [], 'collaborator' );
	}

	/**
	 * Describes visits in sentences.
	 *
	 * @param array{visits:int,networks:int,busy_networks:int,busy_visits:int,unknown:int,crowd:int} $sum From `siren_visits()`.
	 * @return string[]
	 */
	public static function sentences( array $sum ): array {
		$said = [];
		if ( $sum['busy_networks'] > 0 ) {
			$said[] = \sprintf(
				/* translators: 1: percentage without its sign, 2: number of networks, 3: number of visits from them, 4: number of all visits. */
				\_n( '%1$s %% of these visits came from %2$s network (%3$s of %4$s).', '%1$s %% of these visits came from %2$s networks (%3$s of %4$s).', $sum['busy_networks'], 'siren-distributors' ),
				\number_format_i18n( self::percent( $sum ) ),
				\number_format_i18n( $sum['busy_networks'] ),
				\number_format_i18n( $sum['busy_visits'] ),
				\number_format_i18n( $sum['visits'] )
			);
		} elseif ( $sum['networks'] > 0 ) {
			$said[] = \sprintf(
				/* translators: 1: number of visits, 2: number of networks. */
				\_n( '%1$s visit came from %2$s network.', '%1$s visits came from %2$s networks. None of them sent more than four visits to one collaborator on one day.', $sum['visits'], 'siren-distributors' ),
				\number_format_i18n( $sum['visits'] ),
				\number_format_i18n( $sum['networks'] )
			);
		}
		if ( $sum['crowd'] > 0 ) {
			/* translators: %s: number of visits. */
			$said[] = \sprintf( \_n( '%s more visit does not count, because its network had already reached the daily limit.', '%s more visits do not count, because their networks had already reached the daily limit.', $sum['crowd'], 'siren-distributors' ), \number_format_i18n( $sum['crowd'] ) );
		}
		if ( $sum['unknown'] > 0 ) {
			/* translators: %s: number of visits. */
			$said[] = \sprintf( \_n( 'The network of %s visit is unknown or no longer stored.', 'The networks of %s visits are unknown or no longer stored.', $sum['unknown'], 'siren-distributors' ), \number_format_i18n( $sum['unknown'] ) );
		}
		return $said;
	}

	/**
	 * The percentage of visits that came from busy networks.
	 *
	 * @param array{visits:int,busy_visits:int} $sum From `siren_visits()`.
	 */
	public static function percent( array $sum ): int {
		return 0 === $sum['visits'] ? 0 : \intdiv( $sum['busy_visits'] * 200 + $sum['visits'], $sum['visits'] * 2 );
	}

	/**
	 * Whether so many visits came from so few networks that somebody should ask why.
	 *
	 * @param array{visits:int,busy_visits:int,crowd:int} $sum From `siren_visits()`.
	 */
	public static function is_doubtful( array $sum ): bool {
		return $sum['busy_visits'] * 2 >= $sum['visits'] || $sum['crowd'] >= $sum['visits'];
	}
}
