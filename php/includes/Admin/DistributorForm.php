<?php
/**
 * A distributor as a form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * Turns a distributor into the texts of the form's fields and back. It judges nothing: a field's text goes to the engine
 * as it was typed, and the engine's problems come back to the field.
 *
 * The form has one field for every event type and one for each source it knows. What a distributor has beyond that (it
 * may come from the API) is kept as it is.
 */
final class DistributorForm {

	/** Sources the form has fields for; each at most once. */
	private const SOURCES = [ 'revenue_share', 'fixed' ];

	/** Parts of a stored distributor that are not its configuration. */
	private const NOT_CONFIGURATION = [ 'created_at', 'version', 'distribution', 'period' ];

	/** Names of the fields, as problems are shown beside them. */
	public const FIELDS = [
		'name',
		'status',
		'units',
		'starts_at',
		'schedule',
		'schedule.every',
		'schedule.every.days',
		'schedule.on',
		'schedule.at',
		'schedule.timezone',
		'metrics',
		'metrics.course_completed',
		'metrics.lesson_completed',
		'metrics.product_sold',
		'metrics.coupon_used',
		'metrics.post_visited',
		'metrics.site_visited',
		'pool',
		'pool.sources',
		'pool.revenue_share.percent',
		'pool.revenue_share.include',
		'pool.fixed.amount',
		'structure',
		'structure.kind',
		'structure.tie',
		'minimum_score',
		'on_empty',
		'on_inactive',
	];

	/**
	 * The fields of a distributor that is to be made.
	 *
	 * @return array<string,mixed> By field, as {@see self::typed()}.
	 */
	public static function blank(): array {
		return [
			'id'            => 0,
			'name'          => '',
			'status'        => 'active',
			'units'         => Settings::currency(),
			'starts_at'     => '',
			'every'         => 'month',
			'days'          => '14',
			'weekday'       => 'monday',
			'month_day'     => '1',
			'year_day'      => '01-01',
			'at'            => '00:00',
			'timezone'      => Settings::timezone(),
			'points'        => [],
			'share'         => false,
			'percent'       => '',
			'include'       => [ 'line_items', 'discounts' ],
			'fixed'         => false,
			'fixed_amount'  => '',
			'structure'     => 'performance_weighted_pool',
			'tie'           => 'first',
			'minimum_score' => '0',
			'on_empty'      => 'roll_over',
			'on_inactive'   => 'exclude',
		];
	}

	/**
	 * The fields of a stored distributor.
	 *
	 * @param array $row As `siren_get( 'distributors', … )` gives it.
	 */
	public static function stored( array $row ): array {
		$fields   = self::blank();
		$schedule = $row['schedule'];
		$every    = $schedule['every'];
		$on       = (string) ( $schedule['on'] ?? '' );

		$fields['id']        = $row['id'];
		$fields['name']      = $row['name'];
		$fields['status']    = $row['status'];
		$fields['units']     = $row['units'];
		$fields['starts_at'] = $row['starts_at'];
		$fields['every']     = \is_array( $every ) ? 'days' : $every;
		$fields['days']      = \is_array( $every ) ? (string) $every['days'] : $fields['days'];
		$fields['at']        = $schedule['at'];
		$fields['timezone']  = $schedule['timezone'];
		if ( '' !== $on ) {
			$fields[ [ 'week' => 'weekday', 'year' => 'year_day' ][ $fields['every'] ] ?? 'month_day' ] = $on;
		}
		foreach ( $row['metrics'] as $metric ) {
			$fields['points'][ $metric['event'] ] = (string) $metric['points'];
		}
		foreach ( \array_reverse( $row['pool']['sources'] ) as $source ) {
			if ( 'revenue_share' === $source['kind'] ) {
				$fields['share']   = true;
				$fields['percent'] = $source['percent'];
				$fields['include'] = $source['include'];
			}
			if ( 'fixed' === $source['kind'] ) {
				$fields['fixed']        = true;
				$fields['fixed_amount'] = $source['amount'];
			}
		}
		$fields['structure']     = $row['structure']['kind'];
		$fields['tie']           = $row['structure']['tie'] ?? $fields['tie'];
		$fields['minimum_score'] = (string) $row['minimum_score'];
		$fields['on_empty']      = $row['on_empty'];
		$fields['on_inactive']   = $row['on_inactive'];
		return $fields;
	}

	/**
	 * The fields as they were typed.
	 *
	 * @param Submission $form The sent form.
	 */
	public static function typed( Submission $form ): array {
		$fields = [ 'id' => $form->id( 'id' ) ];
		foreach ( [ 'name', 'status', 'units', 'starts_at', 'every', 'days', 'weekday', 'month_day', 'year_day', 'at', 'timezone', 'percent', 'fixed_amount', 'structure', 'tie', 'minimum_score', 'on_empty', 'on_inactive' ] as $name ) {
			$fields[ $name ] = $form->text( $name );
		}
		$fields['points']  = \array_filter( $form->group( 'points' ), static fn( string $points ): bool => '' !== $points );
		$fields['include'] = \array_values( $form->group( 'include' ) );
		$fields['share']   = $form->ticked( 'share' );
		$fields['fixed']   = $form->ticked( 'fixed' );
		return $fields;
	}

	/**
	 * What the engine is to save.
	 *
	 * @param array  $fields As {@see self::typed()} gave them.
	 * @param ?array $row    The distributor as it is stored; null for a new one.
	 */
	public static function configuration( array $fields, ?array $row ): array {
		$configuration = null === $row ? [] : self::of( $row );
		if ( $fields['id'] > 0 ) {
			$configuration['id'] = $fields['id'];
		}
		$configuration['name']          = $fields['name'];
		$configuration['units']         = $fields['units'];
		$configuration['schedule']      = self::schedule( $fields );
		$configuration['metrics']       = self::metrics( $fields, $row['metrics'] ?? [] );
		$configuration['pool']          = [ 'sources' => self::sources( $fields, $row['pool']['sources'] ?? [] ) ] + ( $row['pool'] ?? [] );
		$configuration['structure']     = self::structure( $fields, $row['structure'] ?? null );
		$configuration['minimum_score'] = self::number( $fields['minimum_score'] );
		$configuration['on_empty']      = $fields['on_empty'];
		$configuration['on_inactive']   = $fields['on_inactive'];
		if ( null === $row ) {
			$configuration['status'] = $fields['status'];
			if ( '' !== $fields['starts_at'] ) {
				$configuration['starts_at'] = Clock::from_local( $fields['starts_at'], $fields['timezone'] ) ?? $fields['starts_at'];
			}
		}
		return $configuration;
	}

	/**
	 * The configuration of a stored distributor, as it can be saved again.
	 *
	 * @param array $row Distributor.
	 */
	public static function of( array $row ): array {
		return \array_diff_key( $row, \array_flip( self::NOT_CONFIGURATION ) );
	}

	/**
	 * Which field each part of a configuration comes from, for {@see Problems}.
	 *
	 * @param array $configuration As {@see self::configuration()} made it.
	 * @return array<string,string>
	 */
	public static function paths( array $configuration ): array {
		$paths = [];
		foreach ( $configuration['metrics'] as $index => $metric ) {
			$paths[ 'metrics[' . $index . '].points' ] = 'metrics.' . $metric['event'];
			$paths[ 'metrics[' . $index . ']' ]        = 'metrics.' . $metric['event'];
		}
		$met = [];
		foreach ( $configuration['pool']['sources'] as $index => $source ) {
			if ( \in_array( $source['kind'], self::SOURCES, true ) && ! isset( $met[ $source['kind'] ] ) ) {
				$met[ $source['kind'] ]                   = true;
				$paths[ 'pool.sources[' . $index . ']' ] = 'pool.' . $source['kind'];
			}
		}
		return $paths;
	}

	/**
	 * The schedule, with the fields its rhythm needs and no others.
	 *
	 * @param array $fields Typed.
	 */
	private static function schedule( array $fields ): array {
		$schedule = [
			'every'    => 'days' === $fields['every'] ? [ 'days' => self::number( $fields['days'] ) ] : $fields['every'],
			'at'       => $fields['at'],
			'timezone' => $fields['timezone'],
		];
		switch ( $fields['every'] ) {
			case 'week':
				$schedule['on'] = $fields['weekday'];
				break;
			case 'month':
			case 'quarter':
				$schedule['on'] = self::number( $fields['month_day'] );
				break;
			case 'year':
				$schedule['on'] = $fields['year_day'];
				break;
		}
		return $schedule;
	}

	/**
	 * The metrics: the stored ones in their order, those of the form as they were typed, and what is new.
	 *
	 * @param array $fields Typed.
	 * @param array $stored The stored ones.
	 */
	private static function metrics( array $fields, array $stored ): array {
		$typed = [];
		foreach ( Label::events() as $event => $label ) {
			$typed[ $event ] = isset( $fields['points'][ $event ] ) ? [
				'event'  => $event,
				'points' => self::number( $fields['points'][ $event ] ),
			] : null;
		}
		return self::laid_over( $stored, 'event', $typed );
	}

	/**
	 * The pool's sources, in the same way.
	 *
	 * @param array $fields Typed.
	 * @param array $stored The stored ones.
	 */
	private static function sources( array $fields, array $stored ): array {
		$typed = [
			'revenue_share' => $fields['share'] ? [
				'kind'    => 'revenue_share',
				'percent' => $fields['percent'],
				'include' => $fields['include'],
			] : null,
			'fixed'         => $fields['fixed'] ? [
				'kind'   => 'fixed',
				'amount' => $fields['fixed_amount'],
			] : null,
		];
		return self::laid_over( $stored, 'kind', $typed );
	}

	/**
	 * Lays what was typed over what is stored. The order stays: another order would be another version of the rule. A
	 * stored part keeps what the form has no field for; of several of one name the first is the form's.
	 *
	 * @param array<array<string,mixed>>         $stored Parts.
	 * @param string                             $name   The key a part is named by.
	 * @param array<string,?array<string,mixed>> $typed  By name; null for what the form leaves out.
	 */
	private static function laid_over( array $stored, string $name, array $typed ): array {
		$parts = [];
		foreach ( $stored as $part ) {
			if ( ! \array_key_exists( $part[ $name ], $typed ) ) {
				$parts[] = $part;
				continue;
			}
			if ( null !== $typed[ $part[ $name ] ] ) {
				$parts[] = $typed[ $part[ $name ] ] + $part;
			}
			unset( $typed[ $part[ $name ] ] );
		}
		return \array_merge( $parts, \array_values( \array_filter( $typed ) ) );
	}

	/**
	 * The structure. Options of the stored one that the form has no field for go with it as long as it stays the same
	 * structure.
	 *
	 * @param array  $fields Typed.
	 * @param ?array $stored The stored one.
	 */
	private static function structure( array $fields, ?array $stored ): array {
		$structure = [ 'kind' => $fields['structure'] ];
		if ( 'top_score_wins' === $fields['structure'] ) {
			$structure['tie'] = $fields['tie'];
		}
		return null !== $stored && $stored['kind'] === $fields['structure'] ? $structure + $stored : $structure;
	}

	/**
	 * A whole number as the engine takes it; anything else stays the text it is, for the engine to object to.
	 *
	 * @param string $text Typed.
	 */
	private static function number( string $text ): int|string {
		$number = \filter_var( $text, FILTER_VALIDATE_INT );
		return false === $number ? $text : $number;
	}
}
