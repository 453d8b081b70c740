<?php
/**
 * Converts the editor's fields to a distributor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

use Siren\Distributors\Admin\Support\Problems;
use Siren\Distributors\Clock;
use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;

/**
 * Converts field values ({@see DistributorFields}) to a configuration the engine can save. It validates nothing: values
 * are passed to the engine as typed, and the engine's problems are assigned to the fields. The editor has one field for
 * each event type and fields for one source of each kind. Parts that the editor cannot show, for example because the
 * distributor was made through the API, are preserved. So is the exact stored form of every value that the user did not
 * change, because a field may display it in another form.
 */
final class DistributorForm {

	/** Keys of a stored distributor that are not part of its configuration. */
	private const NOT_CONFIGURATION = [ 'created_at', 'version', 'distribution', 'period' ];

	/** Keys of a configuration that are not copied with it. */
	private const OWN = [ 'id', 'status', 'starts_at' ];

	/** Controls of a metric, by key; the event type follows in brackets. */
	private const METRIC = [
		'event'          => 'points',
		'points'         => 'points',
		'split'          => 'split',
		'per'            => 'per',
		'currency'       => 'per_currency',
		'count_free'     => 'count_free',
		'minimum_amount' => 'minimum_amount',
		'once_per'       => 'once_per',
		'students'       => 'students',
	];

	/** Fields whose value is used unchanged, under the same name. */
	public const WORDS = [ 'on_empty', 'on_inactive', 'on_negative', 'on_refund_after_close', 'clawback_from', 'own_activity', 'renewals' ];

	/**
	 * The configuration to save.
	 *
	 * @param array  $fields As returned by {@see DistributorFields::typed()}.
	 * @param ?array $row    The stored distributor; null for a new one.
	 */
	public static function configuration( array $fields, ?array $row ): array {
		$configuration = null === $row ? [] : self::of( $row );
		$shown         = null === $row ? null : DistributorFields::untouched( $row );
		if ( $fields['id'] > 0 ) {
			$configuration['id'] = $fields['id'];
		}
		$configuration['name']          = $fields['name'];
		$configuration['units']         = $fields['units'];
		$configuration['schedule']      = self::schedule( $fields );
		$configuration['metrics']       = self::laid_over( $row['metrics'] ?? [], 'event', self::metrics( $fields ), null === $shown ? [] : self::metrics( $shown ) );
		$configuration['pool']          = [
			'sources' => self::laid_over( $row['pool']['sources'] ?? [], 'kind', self::sources( $fields ), null === $shown ? [] : self::sources( $shown ) ),
			'floor'   => self::unless_empty( $fields['floor'] ),
			'cap'     => self::unless_empty( $fields['cap'] ),
		] + ( $row['pool'] ?? [] );
		$configuration['structure']     = self::structure( $fields );
		$configuration['audience']      = self::audience( $fields );
		$configuration['minimum_score'] = self::number( $fields['minimum_score'] );
		$configuration['cap_percent']   = self::unless_empty( $fields['cap_percent'] );
		$configuration['review']        = $fields['review'];
		$configuration['hold_days']     = self::number( $fields['hold_days'] );
		$configuration['grace_minutes'] = self::number( $fields['grace_minutes'] );
		foreach ( self::WORDS as $name ) {
			$configuration[ $name ] = $fields[ $name ];
		}
		if ( null !== $row ) {
			$configuration['name']      = $fields['name'] === $shown['name'] ? $row['name'] : $fields['name'];
			$configuration['schedule']  = self::schedule( $shown ) === $configuration['schedule'] ? $row['schedule'] : $configuration['schedule'];
			$configuration['structure'] = self::kept( $configuration['structure'], self::structure( $shown ), $row['structure'] );
			$configuration['audience']  = self::kept( $configuration['audience'], self::audience( $shown ), $row['audience'] );
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
	 * The configuration of a stored distributor, in the form in which it can be saved again.
	 *
	 * @param array $row Distributor.
	 */
	public static function of( array $row ): array {
		return \array_diff_key( $row, \array_flip( self::NOT_CONFIGURATION ) );
	}

	/**
	 * The rules of a distributor without its identity, for a copy.
	 *
	 * @param array $row Distributor, or untrusted data.
	 */
	public static function rules( array $row ): array {
		return \array_diff_key( self::of( $row ), \array_flip( self::OWN ) );
	}

	/**
	 * Assigns the engine's problems to the controls they concern.
	 *
	 * @param array<array{path:string,message:string}> $problems      Problems from the engine.
	 * @param array                                    $configuration The configuration, as returned by {@see
	 *                                                                self::configuration()}.
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
	 * The control for each part of a configuration. Longer paths must precede their own prefixes.
	 *
	 * @param array $configuration As returned by {@see self::configuration()}.
	 * @return array<string,string> Control name by path.
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
			'schedule.every'      => 'every',
			'schedule'            => 'every',
			'structure.kind'      => 'structure',
			'structure'           => 'structure',
			'audience.ids'        => 'audience_ids',
			'audience.groups'     => 'audience_groups',
			'audience.kind'       => 'audience',
			'audience'            => 'audience',
			'pool.floor'          => 'floor',
			'pool.cap'            => 'cap',
		];
		foreach ( [ ...\array_keys( KindFields::OWN['structure'] ), $configuration['structure']['kind'] ?? '' ] as $kind ) {
			foreach ( KindFields::controls( 'structure', $kind ) as $option => $control ) {
				$controls = [ 'structure.' . $option => $control ] + $controls;
			}
		}
		foreach ( $configuration['metrics'] as $index => $metric ) {
			foreach ( self::METRIC as $part => $control ) {
				$controls[ 'metrics[' . $index . '].' . $part ] = $control . '[' . $metric['event'] . ']';
			}
			$controls[ 'metrics[' . $index . ']' ] = 'points[' . $metric['event'] . ']';
		}
		$shown = [];
		foreach ( $configuration['pool']['sources'] as $index => $source ) {
			if ( ! isset( $shown[ $source['kind'] ] ) ) { // There are no controls for a second source of a kind.
				foreach ( self::source_controls( $source['kind'] ) as $part => $control ) {
					$controls[ 'pool.sources[' . $index . '].' . $part ] = $control;
				}
			}
			$shown[ $source['kind'] ] = true;
		}
		foreach ( [ 'name', 'status', 'units', 'starts_at', 'apply_now', 'metrics', 'pool', 'minimum_score', 'cap_percent', 'review', 'hold_days', 'grace_minutes', ...self::WORDS ] as $name ) {
			$controls[ $name ] = $name;
		}
		return $controls;
	}

	/**
	 * The controls of a source, by its parts.
	 *
	 * @param string $kind Its kind.
	 * @return array<string,string>
	 */
	private static function source_controls( string $kind ): array {
		return KindFields::controls( 'pool.sources', $kind ) + [ 'kind' => 'other_sources[' . $kind . ']' ];
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
	 * The metrics by their event. How points are counted has fields for some events only; what was not sent is not said.
	 *
	 * @param array $fields Typed.
	 * @return array<string,array<string,mixed>>
	 */
	private static function metrics( array $fields ): array {
		$metrics = [];
		foreach ( $fields['points'] as $event => $points ) {
			$metrics[ $event ] = [
				'event'  => (string) $event,
				'points' => self::number( $points ),
			];
			foreach ( [ 'split', 'per' ] as $choice ) {
				if ( isset( $fields[ $choice ][ $event ] ) ) {
					$metrics[ $event ][ $choice ] = $fields[ $choice ][ $event ];
				}
			}
			if ( isset( $fields['per_currency'][ $event ] ) ) {
				$metrics[ $event ]['currency'] = self::unless_empty( $fields['per_currency'][ $event ] );
			}
			if ( \in_array( $event, EventTypes::about( EventTypes::COMPLETION ), true ) && isset( $fields['students'][ $event ] ) ) {
				$metrics[ $event ]['students'] = $fields['students'][ $event ];
			}
			if ( \in_array( $event, EventTypes::about( EventTypes::SALE ), true ) ) {
				if ( isset( $fields['count_free'][ $event ] ) ) {
					$metrics[ $event ]['count_free'] = 'yes' === $fields['count_free'][ $event ];
				}
				if ( isset( $fields['minimum_amount'][ $event ] ) ) {
					$metrics[ $event ]['minimum_amount'] = self::unless_empty( $fields['minimum_amount'][ $event ] );
				}
				if ( isset( $fields['once_per'][ $event ] ) ) {
					$metrics[ $event ]['once_per'] = self::unless_empty( $fields['once_per'][ $event ] );
				}
			}
		}
		return $metrics;
	}

	/**
	 * The pool's sources by kind; null for a source that is not selected.
	 *
	 * @param array $fields As submitted.
	 * @return array<string,?array<string,mixed>>
	 */
	private static function sources( array $fields ): array {
		return [
			'revenue_share' => $fields['share'] ? [
				'kind'    => 'revenue_share',
				'percent' => $fields['percent'],
				'include' => $fields['include'],
				'filter'  => [
					'types'              => self::items( $fields['types'] ),
					'skus'               => self::items( $fields['skus'] ),
					'categories'         => self::items( $fields['categories'] ),
					'collaborator_owned' => $fields['owned'],
					'referred'           => $fields['referred'],
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
		] + self::other_sources( $fields );
	}

	/**
	 * The sources that the editor has no fields of its own for.
	 *
	 * @param array $fields Typed.
	 * @return array<string,?array<string,mixed>>
	 */
	private static function other_sources( array $fields ): array {
		$sources = [];
		foreach ( \array_keys( KindFields::kinds( 'pool.sources' ) ) as $kind ) {
			$sources[ $kind ] = isset( $fields['other_sources'][ $kind ] ) ? KindFields::typed( 'pool.sources', $kind, $fields['source_options'] ) : null;
		}
		return $sources;
	}

	/**
	 * The audience.
	 *
	 * @param array $fields As submitted.
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
	 * Merges submitted parts into stored ones. The order does not change, because another order would be another
	 * version of the rules. A stored part keeps what the form has no field for. If several parts have the same name,
	 * the form edits the first. Parts that the form does not show at all are kept.
	 *
	 * @param array<array<string,mixed>>         $stored Stored parts.
	 * @param string                             $name   Key that identifies a part.
	 * @param array<string,?array<string,mixed>> $typed  Submitted parts by name.
	 * @param array<string,?array<string,mixed>> $shown  What the form submits if nothing is changed.
	 */
	private static function laid_over( array $stored, string $name, array $typed, array $shown ): array {
		$parts = [];
		foreach ( $stored as $part ) {
			$before = $shown[ $part[ $name ] ] ?? null;
			$after  = $typed[ $part[ $name ] ] ?? null;
			unset( $typed[ $part[ $name ] ], $shown[ $part[ $name ] ] );
			if ( null === $before ) {
				$parts[] = $part;
			} elseif ( null !== $after ) {
				$parts[] = self::kept( $after, $before, $part );
			}
		}
		return \array_merge( $parts, \array_values( \array_filter( $typed ) ) );
	}

	/**
	 * Merges one part: changed values as submitted, everything else as stored. If the part became another kind, nothing
	 * stored is kept.
	 *
	 * @param array<string,mixed> $typed  As submitted.
	 * @param array<string,mixed> $shown  What the form submits if nothing is changed.
	 * @param array<string,mixed> $stored As stored.
	 */
	private static function kept( array $typed, array $shown, array $stored ): array {
		if ( ( $typed['kind'] ?? null ) !== ( $shown['kind'] ?? null ) ) {
			return $typed;
		}
		foreach ( $typed as $name => $value ) {
			if ( ! \array_key_exists( $name, $stored ) ) {
				continue;
			}
			if ( $value === ( $shown[ $name ] ?? null ) ) {
				$typed[ $name ] = $stored[ $name ];
			} elseif ( 'filter' === $name ) {
				$typed[ $name ] = self::kept( $value, $shown[ $name ], $stored[ $name ] );
			}
		}
		return $typed + $stored;
	}

	/**
	 * The incentive structure.
	 *
	 * @param array $fields As submitted.
	 */
	private static function structure( array $fields ): array {
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
			default:
				return KindFields::typed( 'structure', $fields['structure'], $fields['structure_options'] );
		}
		return $structure;
	}

	/**
	 * Splits a comma-separated list.
	 *
	 * @param string $text As submitted.
	 * @return string[]
	 */
	public static function items( string $text ): array {
		return \array_values( \array_filter( \array_map( 'trim', \explode( ',', $text ) ), static fn( string $item ): bool => '' !== $item ) );
	}

	/**
	 * The text; null for an empty optional field.
	 *
	 * @param string $text As submitted.
	 */
	private static function unless_empty( string $text ): ?string {
		return '' === $text ? null : $text;
	}

	/**
	 * A whole number as an integer; anything else stays text for the engine to reject.
	 *
	 * @param string $text As submitted.
	 */
	public static function number( string $text ): int|string {
		$number = \filter_var( $text, FILTER_VALIDATE_INT );
		return false === $number ? $text : $number;
	}
}
