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
 * The form has one field for every event type and fields for one source of each kind. What a distributor has beyond that
 * (it may come from the API) is kept as it is.
 */
final class DistributorForm {

	/** Events that money belongs to, so that points can go by it. */
	public const SALES = [ 'product_sold', 'coupon_used', 'sale_referred' ];

	/** Parts of a stored distributor that are not its configuration. */
	private const NOT_CONFIGURATION = [ 'created_at', 'version', 'distribution', 'period' ];

	/** Parts of a configuration that belong to one distributor and not to its copies. */
	private const OWN = [ 'id', 'status', 'starts_at' ];

	/** Fields whose text is the configuration's value, under the same name. */
	private const WORDS = [ 'on_empty', 'on_inactive', 'on_negative', 'on_refund_after_close', 'own_activity', 'renewals' ];

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
		...self::WORDS,
	];

	/** Fields that are ticked or not. */
	private const TICKS = [ 'share', 'owned', 'fixed', 'each', 'review', 'apply_now' ];

	/** Fields with several values, by a name of their own or in order. */
	private const GROUPS = [ 'points', 'split', 'per', 'per_currency', 'include', 'audience_ids' ];

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
			'other_event'           => '',
			'other_points'          => '',
			'share'                 => false,
			'percent'               => '',
			'include'               => [ 'line_items', 'discounts' ],
			'types'                 => '',
			'skus'                  => '',
			'categories'            => '',
			'owned'                 => false,
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
		$fields += \array_intersect_key( $row, \array_flip( [ 'status', 'starts_at', ...self::WORDS ] ) );
		foreach ( $row['metrics'] as $metric ) {
			$fields['points'][ $metric['event'] ] = (string) $metric['points'];
			$fields['split'][ $metric['event'] ]  = $metric['split'] ?? 'each';
			$fields['per'][ $metric['event'] ]    = $metric['per'] ?? 'event';

			$fields['per_currency'][ $metric['event'] ] = $metric['currency'] ?? '';
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
		if ( '' !== $fields['other_event'] ) {
			$fields['points'][ $fields['other_event'] ] = $fields['other_points'];
		}
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
		$configuration['pool']          = [
			'sources' => self::sources( $fields, $row['pool']['sources'] ?? [] ),
			'floor'   => self::unless_empty( $fields['floor'] ),
			'cap'     => self::unless_empty( $fields['cap'] ),
		];
		$configuration['structure']     = self::structure( $fields, $row['structure'] ?? null );
		$configuration['audience']      = self::audience( $fields );
		$configuration['minimum_score'] = self::number( $fields['minimum_score'] );
		$configuration['cap_percent']   = self::unless_empty( $fields['cap_percent'] );
		$configuration['review']        = $fields['review'];
		$configuration['hold_days']     = self::number( $fields['hold_days'] );
		$configuration['grace_minutes'] = self::number( $fields['grace_minutes'] );
		foreach ( self::WORDS as $name ) {
			$configuration[ $name ] = $fields[ $name ];
		}
		if ( null === $row ) {
			$configuration['status'] = $fields['status'];
			if ( '' !== $fields['starts_at'] ) {
				$configuration['starts_at'] = Clock::from_local( $fields['starts_at'], $fields['timezone'] ) ?? $fields['starts_at'];
			}
		} elseif ( $fields['apply_now'] ) {
			$configuration['apply_now'] = true;
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
	 * The rules of a distributor alone, as a copy of it starts from.
	 *
	 * @param array $row Distributor, or what somebody says is one.
	 */
	public static function rules( array $row ): array {
		return \array_diff_key( self::of( $row ), \array_flip( self::OWN ) );
	}

	/**
	 * The engine's problems, each at the control it is about.
	 *
	 * @param array<array{path:string,message:string}> $problems      The engine's.
	 * @param array                                    $configuration What they are about, as {@see self::configuration()}
	 *                                                                made it.
	 */
	public static function problems( array $problems, array $configuration ): Problems {
		$controls = self::controls( $configuration );
		foreach ( $problems as $number => $problem ) {
			foreach ( $controls as $path => $control ) {
				if ( 1 === \preg_match( '/^' . \preg_quote( $path, '/' ) . '(?![a-z_])/', $problem['path'] ) ) {
					$problems[ $number ]['path'] = $control;
					break;
				}
			}
		}
		return new Problems( $problems );
	}

	/**
	 * Which control each part of a configuration comes from. A longer path stands before one it begins with.
	 *
	 * @param array $configuration As {@see self::configuration()} made it.
	 * @return array<string,string> Path => name of the control.
	 */
	public static function controls( array $configuration ): array {
		$on       = [
			'week' => 'weekday',
			'year' => 'year_day',
		];
		$every    = $configuration['schedule']['every'];
		$controls = [
			'schedule.every.days' => 'days',
			'schedule.on'         => \is_string( $every ) ? $on[ $every ] ?? 'month_day' : 'month_day',
			'schedule.at'         => 'at',
			'schedule.timezone'   => 'timezone',
			'schedule'            => 'every',
			'structure.tie'       => 'tie',
			'structure.prizes'    => 'prizes',
			'structure.missing'   => 'missing',
			'structure.score'     => 'target',
			'structure.amount'    => 'bonus',
			'structure'           => 'structure',
			'audience.ids'        => 'audience_ids',
			'audience.groups'     => 'audience_groups',
			'audience'            => 'audience',
			'pool.floor'          => 'floor',
			'pool.cap'            => 'cap',
		];
		foreach ( $configuration['metrics'] as $index => $metric ) {
			$controls[ 'metrics[' . $index . '].split' ] = 'split[' . $metric['event'] . ']';
			$controls[ 'metrics[' . $index . '].per' ]   = 'per[' . $metric['event'] . ']';
			$controls[ 'metrics[' . $index . '].currency' ] = 'per_currency[' . $metric['event'] . ']';
			$controls[ 'metrics[' . $index . ']' ]       = 'points[' . $metric['event'] . ']';
		}
		$parts = [
			'revenue_share' => [
				'percent'           => 'percent',
				'include'           => 'include',
				'filter.types'      => 'types',
				'filter.skus'       => 'skus',
				'filter.categories' => 'categories',
			],
			'fixed'         => [ 'amount' => 'fixed_amount' ],
			'per_event'     => [
				'event'  => 'each_event',
				'amount' => 'each_amount',
			],
		];
		foreach ( $configuration['pool']['sources'] as $index => $source ) {
			foreach ( $parts[ $source['kind'] ] ?? [] as $part => $control ) {
				$controls[ 'pool.sources[' . $index . '].' . $part ] = $control;
			}
			unset( $parts[ $source['kind'] ] ); // A second one of its kind has no controls.
		}
		foreach ( [ 'name', 'status', 'units', 'starts_at', 'metrics', 'pool', 'minimum_score', 'cap_percent', 'hold_days', 'grace_minutes', ...self::WORDS ] as $name ) {
			$controls[ $name ] = $name;
		}
		return $controls;
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
		$fields = [ 'structure' => $structure['kind'] ] + \array_intersect_key(
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
		$typed = \array_fill_keys( \array_merge( \array_keys( Label::events() ), \array_column( $stored, 'event' ) ), null );
		foreach ( $fields['points'] as $event => $points ) {
			$typed[ $event ] = [
				'event'    => (string) $event,
				'points'   => self::number( $points ),
				'split'    => $fields['split'][ $event ] ?? 'each',
				'per'      => $fields['per'][ $event ] ?? 'event',
				'currency' => self::unless_empty( $fields['per_currency'][ $event ] ?? '' ),
			];
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
				'filter'  => [
					'types'              => self::items( $fields['types'] ),
					'skus'               => self::items( $fields['skus'] ),
					'categories'         => self::items( $fields['categories'] ),
					'collaborator_owned' => $fields['owned'],
				],
			] : null,
			'fixed'         => $fields['fixed'] ? [
				'kind'   => 'fixed',
				'amount' => $fields['fixed_amount'],
			] : null,
			'per_event'     => $fields['each'] ? [
				'kind'   => 'per_event',
				'event'  => $fields['each_event'],
				'amount' => $fields['each_amount'],
			] : null,
		];
		return self::laid_over( $stored, 'kind', $typed );
	}

	/**
	 * Whom it is for.
	 *
	 * @param array $fields Typed.
	 */
	private static function audience( array $fields ): array {
		$audience = [ 'kind' => $fields['audience'] ];
		if ( 'list' === $fields['audience'] ) {
			$audience['ids'] = \array_map( 'absint', \array_values( $fields['audience_ids'] ) );
		}
		if ( 'group' === $fields['audience'] ) {
			$audience['groups'] = self::items( $fields['audience_groups'] );
		}
		return $audience;
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
		switch ( $fields['structure'] ) {
			case 'top_score_wins':
				$structure['tie'] = $fields['tie'];
				break;
			case 'ladder':
				$structure['prizes']  = self::items( $fields['prizes'] );
				$structure['missing'] = $fields['missing'];
				break;
			case 'target_bonus':
				$structure['score']  = self::number( $fields['target'] );
				$structure['amount'] = $fields['bonus'];
				break;
		}
		return null !== $stored && $stored['kind'] === $fields['structure'] ? $structure + $stored : $structure;
	}

	/**
	 * What a list separated by commas names.
	 *
	 * @param string $text Typed.
	 * @return string[]
	 */
	private static function items( string $text ): array {
		return \array_values( \array_filter( \array_map( 'trim', \explode( ',', $text ) ), static fn( string $item ): bool => '' !== $item ) );
	}

	/**
	 * A text; null for an empty field, which asks for nothing.
	 *
	 * @param string $text Typed.
	 */
	private static function unless_empty( string $text ): ?string {
		return '' === $text ? null : $text;
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
