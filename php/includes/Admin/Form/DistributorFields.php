<?php
/**
 * The fields of the distributor editor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * Converts a distributor, or a submitted form, to the texts of the editor's fields. {@see DistributorForm} converts
 * them back to a distributor.
 */
final class DistributorFields {

	/** Single-line text fields. */
	private const TEXTS = [
		'name',
		'status',
		'units',
		'starts_at',
		'every',
		'days',
		'weekday',
		'month_day',
		'year_day',
		'at',
		'timezone',
		'other_event',
		'other_points',
		'percent',
		'types',
		'skus',
		'categories',
		'fixed_amount',
		'each_event',
		'each_amount',
		'floor',
		'cap',
		'structure',
		'tie',
		'prizes',
		'missing',
		'target',
		'bonus',
		'audience',
		'audience_groups',
		'minimum_score',
		'cap_percent',
		'hold_days',
		'grace_minutes',
		...DistributorForm::WORDS,
	];

	/** Checkboxes. */
	private const TICKS = [ 'share', 'owned', 'referred', 'fixed', 'each', 'review', 'apply_now' ];

	/** Fields with several values, keyed or in order. */
	private const GROUPS = [ 'points', 'split', 'per', 'per_currency', 'count_free', 'minimum_amount', 'once_per', 'students', 'include', 'audience_ids', 'structure_options', 'other_sources', 'source_options' ];

	/** Aliases of structures that the engine accepts; forms show only the structure itself. */
	public const OTHER_NAMES = [ 'top_n' => 'ladder' ];

	/** Options of a metric for which the engine has a default. */
	private const COUNTED = [ 'split', 'per', 'students' ];

	/**
	 * Field values for a new distributor: the engine's defaults, the site's settings, and initial values where the form
	 * requires an answer.
	 *
	 * @return array<string,mixed> By field, as returned by {@see self::typed()}.
	 */
	public static function blank(): array {
		$schema = DistributorSchema::current();
		$fields = [
			'id'           => 0,
			'name'         => '',
			'status'       => 'active',
			'units'        => Settings::currency(),
			'starts_at'    => '',
			'every'        => 'month',
			'days'         => '14',
			'weekday'      => 'monday',
			'month_day'    => '1',
			'year_day'     => '01-01',
			'at'           => (string) $schema->default( 'schedule.at' ),
			'timezone'     => Settings::timezone(),
			'other_event'  => '',
			'other_points' => '',
			'share'        => false,
			'percent'      => '',
			'include'      => [ 'line_items', 'discounts' ],
			'fixed'        => false,
			'fixed_amount' => '',
			'each'         => false,
			'each_event'   => 'course_completed',
			'each_amount'  => '',
			'floor'        => '',
			'cap'          => '',
			'structure'    => 'performance_weighted_pool',
			'tie'          => (string) $schema->default( 'structure.tie' ),
			'prizes'       => '50, 30, 20',
			'missing'      => (string) $schema->default( 'structure.missing' ),
			'target'       => '',
			'bonus'        => '',
			'cap_percent'  => '',
			'review'       => (bool) $schema->default( 'review' ),
			'apply_now'    => (bool) $schema->default( 'apply_now' ),
		] + self::stored_filter( [] ) + self::stored_audience( null ) + \array_fill_keys( self::GROUPS, [] );
		foreach ( [ 'minimum_score', 'hold_days', 'grace_minutes', ...DistributorForm::WORDS ] as $name ) {
			$fields[ $name ] = (string) $schema->default( $name );
		}
		return $fields;
	}

	/**
	 * Field values of a distributor: a stored one, or a configuration without optional parts.
	 *
	 * @param array $row As returned by `siren_get( 'distributors', … )`, or a configuration.
	 */
	public static function stored( array $row ): array {
		$schema = DistributorSchema::current();
		$fields = [
			'id'          => $row['id'] ?? 0,
			'cap_percent' => (string) ( $row['cap_percent'] ?? '' ),
			'floor'       => (string) ( $row['pool']['floor'] ?? '' ),
			'cap'         => (string) ( $row['pool']['cap'] ?? '' ),
		];
		foreach ( \array_intersect_key( $row, \array_flip( [ 'minimum_score', 'hold_days', 'grace_minutes' ] ) ) as $name => $number ) {
			$fields[ $name ] = (string) $number;
		}
		$fields += \array_intersect_key( $row, \array_flip( [ 'name', 'status', 'units', 'starts_at', 'review', ...DistributorForm::WORDS ] ) );
		foreach ( $row['metrics'] as $metric ) {
			$event                      = $metric['event'];
			$fields['points'][ $event ] = (string) $metric['points'];
			foreach ( self::COUNTED as $option ) {
				$fields[ $option ][ $event ] = $metric[ $option ] ?? (string) $schema->default( 'metrics.' . $option );
			}
			$fields['per_currency'][ $event ]   = $metric['currency'] ?? '';
			$fields['count_free'][ $event ]     = ( $metric['count_free'] ?? $schema->default( 'metrics.count_free' ) ) ? 'yes' : 'no';
			$fields['minimum_amount'][ $event ] = $metric['minimum_amount'] ?? '';
			$fields['once_per'][ $event ]       = $metric['once_per'] ?? '';
		}
		foreach ( \array_reverse( $row['pool']['sources'] ) as $source ) {
			if ( isset( KindFields::OWN['pool.sources'][ $source['kind'] ] ) ) {
				$fields = self::stored_source( $source ) + $fields;
			} else {
				$fields['other_sources'][ $source['kind'] ] = '1';
				$fields['source_options']                   = KindFields::stored( $source ) + ( $fields['source_options'] ?? [] );
			}
		}
		return self::stored_audience( $row['audience'] ?? null )
			+ self::stored_structure( $row['structure'] )
			+ self::stored_schedule( $row['schedule'] )
			+ $fields
			+ self::blank();
	}

	/**
	 * Field values of a stored distributor as a browser submits them unchanged: a browser submits a single-line field
	 * without line breaks.
	 *
	 * @param array $row As returned by `siren_get( 'distributors', … )`.
	 */
	public static function untouched( array $row ): array {
		$fields = self::stored( $row );
		\array_walk_recursive(
			$fields,
			static function ( mixed &$value ): void {
				$value = \is_string( $value ) ? Submission::line( $value ) : $value;
			}
		);
		return $fields;
	}

	/**
	 * Field values as submitted.
	 *
	 * @param Submission $form The sent form.
	 */
	public static function typed( Submission $form ): array {
		$fields = [ 'id' => $form->id( 'id' ) ];
		foreach ( self::TEXTS as $name ) {
			$fields[ $name ] = $form->text( $name );
		}
		foreach ( self::TICKS as $name ) {
			$fields[ $name ] = $form->ticked( $name );
		}
		foreach ( self::GROUPS as $name ) {
			$fields[ $name ] = $form->group( $name );
		}
		$fields['points']  = \array_filter( $fields['points'], static fn( string $points ): bool => '' !== $points );
		$fields['include'] = \array_values( $fields['include'] );
		$other             = $form->text( 'other_event' );
		if ( '' !== $other ) {
			$fields['points'][ $other ] = $form->text( 'other_points' );
		}
		return $fields;
	}

	/**
	 * Field values of a stored schedule.
	 *
	 * @param array $schedule Schedule from the engine.
	 */
	private static function stored_schedule( array $schedule ): array {
		$every  = $schedule['every'];
		$fields = [
			'every'    => \is_array( $every ) ? 'days' : $every,
			'timezone' => $schedule['timezone'] ?? Settings::timezone(),
		] + \array_intersect_key( $schedule, [ 'at' => '' ] );
		if ( \is_array( $every ) ) {
			$fields['days'] = (string) $every['days'];
		}
		if ( isset( $schedule['on'] ) ) {
			$fields[ [
				'week' => 'weekday',
				'year' => 'year_day',
			][ $fields['every'] ] ?? 'month_day' ] = (string) $schedule['on'];
		}
		return $fields;
	}

	/**
	 * Field values of a stored source.
	 *
	 * @param array $source Source from the engine.
	 */
	private static function stored_source( array $source ): array {
		switch ( $source['kind'] ) {
			case 'revenue_share':
				return [
					'share'   => true,
					'percent' => $source['percent'],
					'include' => $source['include'],
				] + self::stored_filter( $source['filter'] ?? [] );
			case 'fixed':
				return [
					'fixed'        => true,
					'fixed_amount' => $source['amount'],
				];
			case 'per_event':
				return [
					'each'        => true,
					'each_event'  => $source['event'],
					'each_amount' => $source['amount'],
				];
			default:
				return [];
		}
	}

	/**
	 * Field values of a stored line-item filter.
	 *
	 * @param array $filter Filter from the engine; optional parts may be missing.
	 */
	private static function stored_filter( array $filter ): array {
		$fields = [
			'types'      => 'types',
			'skus'       => 'skus',
			'categories' => 'categories',
			'owned'      => 'collaborator_owned',
			'referred'   => 'referred',
		];
		return \array_map(
			static function ( string $name ) use ( $filter ): string|bool {
				$value = $filter[ $name ] ?? DistributorSchema::current()->default( 'pool.sources.filter.' . $name );
				return \is_array( $value ) ? \implode( ', ', $value ) : (bool) $value;
			},
			$fields
		);
	}

	/**
	 * Field values of a stored structure.
	 *
	 * @param array $structure Structure from the engine.
	 */
	private static function stored_structure( array $structure ): array {
		$fields = [ 'structure' => self::OTHER_NAMES[ $structure['kind'] ] ?? $structure['kind'] ] + \array_intersect_key(
			$structure,
			[
				'tie'     => '',
				'missing' => '',
			]
		);
		if ( ! isset( KindFields::OWN['structure'][ $fields['structure'] ] ) ) {
			return [
				'structure'         => $fields['structure'],
				'structure_options' => KindFields::stored( $structure ),
			];
		}
		if ( isset( $structure['prizes'] ) ) {
			$fields['prizes'] = \implode( ', ', $structure['prizes'] );
		}
		if ( isset( $structure['score'], $structure['amount'] ) ) {
			$fields['target'] = (string) $structure['score'];
			$fields['bonus']  = $structure['amount'];
		}
		return $fields;
	}

	/**
	 * Field values of a stored audience.
	 *
	 * @param ?array $audience Audience from the engine; null for the default.
	 */
	private static function stored_audience( ?array $audience ): array {
		$audience ??= DistributorSchema::current()->default( 'audience' );
		return [
			'audience'        => $audience['kind'],
			'audience_ids'    => \array_map( 'strval', $audience['ids'] ?? [] ),
			'audience_groups' => \implode( ', ', $audience['groups'] ?? [] ),
		];
	}
}
