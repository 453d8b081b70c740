<?php
/**
 * The fields of the editor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

/**
 * Turns a distributor into the texts of the editor's fields, and what was sent into the same. The way back to a distributor is
 * {@see DistributorForm}.
 */
final class DistributorFields {

	/** Fields of one line. */
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

	/** Fields that are ticked or not. */
	private const TICKS = [ 'share', 'owned', 'referred', 'fixed', 'each', 'review', 'apply_now' ];

	/** Fields with several values, by a name of their own or in order. */
	private const GROUPS = [ 'points', 'split', 'per', 'per_currency', 'count_free', 'minimum_amount', 'once_per', 'students', 'include', 'audience_ids' ];

	/**
	 * The fields of a distributor that is to be made.
	 *
	 * @return array<string,mixed> By field, as {@see self::typed()}.
	 */
	public static function blank(): array {
		return [
			'id'                    => 0,
			'name'                  => '',
			'status'                => 'active',
			'units'                 => Settings::currency(),
			'starts_at'             => '',
			'every'                 => 'month',
			'days'                  => '14',
			'weekday'               => 'monday',
			'month_day'             => '1',
			'year_day'              => '01-01',
			'at'                    => '00:00',
			'timezone'              => Settings::timezone(),
			'points'                => [],
			'split'                 => [],
			'per'                   => [],
			'per_currency'          => [],
			'count_free'            => [],
			'minimum_amount'        => [],
			'once_per'              => [],
			'students'              => [],
			'other_event'           => '',
			'other_points'          => '',
			'share'                 => false,
			'percent'               => '',
			'include'               => [ 'line_items', 'discounts' ],
			'types'                 => '',
			'skus'                  => '',
			'categories'            => '',
			'owned'                 => false,
			'referred'              => false,
			'fixed'                 => false,
			'fixed_amount'          => '',
			'each'                  => false,
			'each_event'            => 'course_completed',
			'each_amount'           => '',
			'floor'                 => '',
			'cap'                   => '',
			'structure'             => 'performance_weighted_pool',
			'tie'                   => 'first',
			'prizes'                => '50, 30, 20',
			'missing'               => 'rescale',
			'target'                => '',
			'bonus'                 => '',
			'audience'              => 'all',
			'audience_ids'          => [],
			'audience_groups'       => '',
			'minimum_score'         => '0',
			'cap_percent'           => '',
			'on_empty'              => 'roll_over',
			'on_inactive'           => 'exclude',
			'on_negative'           => 'carry',
			'on_refund_after_close' => 'next_period',
			'clawback_from'         => 'everyone',
			'own_activity'          => 'ignore',
			'renewals'              => 'count',
			'review'                => false,
			'hold_days'             => '0',
			'grace_minutes'         => '0',
			'apply_now'             => false,
		];
	}

	/**
	 * The fields of a distributor: a stored one, or one that may lack what the engine has a default for.
	 *
	 * @param array $row As `siren_get( 'distributors', … )` gives it, or a configuration.
	 */
	public static function stored( array $row ): array {
		$fields = [
			'id'            => $row['id'] ?? 0,
			'name'          => $row['name'],
			'units'         => $row['units'],
			'review'        => $row['review'] ?? false,
			'minimum_score' => (string) ( $row['minimum_score'] ?? 0 ),
			'cap_percent'   => (string) ( $row['cap_percent'] ?? '' ),
			'hold_days'     => (string) ( $row['hold_days'] ?? 0 ),
			'grace_minutes' => (string) ( $row['grace_minutes'] ?? 0 ),
			'floor'         => (string) ( $row['pool']['floor'] ?? '' ),
			'cap'           => (string) ( $row['pool']['cap'] ?? '' ),
		];
		$fields += \array_intersect_key( $row, \array_flip( [ 'status', 'starts_at', ...DistributorForm::WORDS ] ) );
		foreach ( $row['metrics'] as $metric ) {
			$fields['points'][ $metric['event'] ] = (string) $metric['points'];
			$fields['split'][ $metric['event'] ]  = $metric['split'] ?? 'each';
			$fields['per'][ $metric['event'] ]    = $metric['per'] ?? 'event';

			$fields['per_currency'][ $metric['event'] ]   = $metric['currency'] ?? '';
			$fields['count_free'][ $metric['event'] ]     = ( $metric['count_free'] ?? false ) ? 'yes' : 'no';
			$fields['minimum_amount'][ $metric['event'] ] = $metric['minimum_amount'] ?? '';
			$fields['once_per'][ $metric['event'] ]       = $metric['once_per'] ?? '';
			$fields['students'][ $metric['event'] ]       = $metric['students'] ?? 'all';
		}
		foreach ( \array_reverse( $row['pool']['sources'] ) as $source ) {
			$fields = self::stored_source( $source ) + $fields;
		}
		return self::stored_audience( $row['audience'] ?? [ 'kind' => 'all' ] )
			+ self::stored_structure( $row['structure'] )
			+ self::stored_schedule( $row['schedule'] )
			+ $fields
			+ self::blank();
	}

	/**
	 * The fields of a stored distributor as they are sent where nobody touches them: a line of text comes back as one line.
	 *
	 * @param array $row As `siren_get( 'distributors', … )` gives it.
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
	 * The fields as they were typed.
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
	 * The fields of a stored schedule.
	 *
	 * @param array $schedule The engine's.
	 */
	private static function stored_schedule( array $schedule ): array {
		$every  = $schedule['every'];
		$fields = [
			'every'    => \is_array( $every ) ? 'days' : $every,
			'at'       => $schedule['at'] ?? '00:00',
			'timezone' => $schedule['timezone'] ?? Settings::timezone(),
		];
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
	 * The fields of a stored source.
	 *
	 * @param array $source The engine's.
	 */
	private static function stored_source( array $source ): array {
		switch ( $source['kind'] ) {
			case 'revenue_share':
				return [
					'share'      => true,
					'percent'    => $source['percent'],
					'include'    => $source['include'],
					'types'      => \implode( ', ', $source['filter']['types'] ?? [] ),
					'skus'       => \implode( ', ', $source['filter']['skus'] ?? [] ),
					'categories' => \implode( ', ', $source['filter']['categories'] ?? [] ),
					'owned'      => $source['filter']['collaborator_owned'] ?? false,
					'referred'   => $source['filter']['referred'] ?? false,
				];
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
	 * The fields of a stored structure.
	 *
	 * @param array $structure The engine's.
	 */
	private static function stored_structure( array $structure ): array {
		// Two names of one thing; the form knows one.
		$fields = [ 'structure' => 'top_n' === $structure['kind'] ? 'ladder' : $structure['kind'] ] + \array_intersect_key(
			$structure,
			[
				'tie'     => '',
				'missing' => '',
			]
		);
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
	 * The fields of a stored audience.
	 *
	 * @param array $audience The engine's.
	 */
	private static function stored_audience( array $audience ): array {
		return [
			'audience'        => $audience['kind'],
			'audience_ids'    => \array_map( 'strval', $audience['ids'] ?? [] ),
			'audience_groups' => \implode( ', ', $audience['groups'] ?? [] ),
		];
	}
}
