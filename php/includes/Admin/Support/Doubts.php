<?php
/**
 * Signs of abuse in the events of a distribution.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Support;

use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;

/**
 * The engine's rules point out what to look at; a person decides, and nothing is removed automatically. A doubtful
 * share is held with a reason that says nothing about anybody else.
 */
final class Doubts {

	/** Query argument: the kind of doubt for which a share is to be held. */
	public const ARGUMENT = 'doubt';

	/**
	 * The doubts about a distribution's shares, each with the obligation made from the share.
	 *
	 * @param int  $distribution Distribution.
	 * @param ?int $collaborator Only this collaborator's.
	 * @return ?array Answer of `siren_doubts()`, where each of `collaborators` has an `obligation` (?array); null if
	 *                there are none.
	 */
	public static function of( int $distribution, ?int $collaborator = null ): ?array {
		$doubts = \siren_doubts( $distribution, null === $collaborator ? [] : [ 'collaborator' => $collaborator ] );
		if ( [] === $doubts['collaborators'] ) {
			return null;
		}
		$obligations = [];
		$found       = \siren_find(
			'obligations',
			[
				'distribution' => $distribution,
				'collaborator' => \array_column( $doubts['collaborators'], 'collaborator' ),
				'status'       => [ 'draft', 'held', 'pending' ],
				'order_by'     => 'id',
				'order'        => 'asc',
				'per_page'     => 100,
			]
		)['items'];
		foreach ( $found as $obligation ) {
			if ( \in_array( $obligation['kind'], [ 'distribution', 'hold' ], true ) ) {
				$obligations[ $obligation['collaborator'] ] = $obligation;
			}
		}
		foreach ( $doubts['collaborators'] as $index => $of ) {
			$doubts['collaborators'][ $index ]['obligation'] = $obligations[ $of['collaborator'] ] ?? null;
		}
		return $doubts;
	}

	/**
	 * The collaborators named in doubts: those whose shares are affected, and others involved.
	 *
	 * @param ?array $doubts As returned by {@see self::of()}.
	 * @return int[] Ids of collaborators.
	 */
	public static function people( ?array $doubts ): array {
		$about  = $doubts['collaborators'] ?? [];
		$others = \array_column( \array_merge( ...\array_column( $about, 'doubts' ) ), 'collaborators' );
		return \array_merge( \array_column( $about, 'collaborator' ), ...$others );
	}

	/**
	 * Describes a doubt in a sentence.
	 *
	 * @param array $doubt Doubt from `siren_doubts()`.
	 * @param Names $names Names.
	 */
	public static function sentence( array $doubt, Names $names ): string {
		$count  = \number_format_i18n( $doubt['count'] );
		$of     = \number_format_i18n( $doubt['of'] ?? 0 );
		$types  = \implode( ', ', \array_map( [ EventTypes::class, 'label' ], $doubt['types'] ) );
		$others = \implode( ', ', \array_map( static fn( int $id ): string => $names->of( 'collaborators', $id ), $doubt['collaborators'] ) );
		switch ( $doubt['kind'] ) {
			case 'same_family':
				if ( null === $doubt['domain'] ) {
					/* translators: 1: number of events, 2: number of all such events, 3: kinds of event, 4: names of collaborators. */
					return \sprintf( \__( '%1$s of %2$s events (%3$s) were by people who are collaborators themselves: %4$s.', 'siren-distributors' ), $count, $of, $types, $others );
				}
				if ( '' === $others ) {
					/* translators: 1: number of events, 2: number of all such events, 3: kinds of event, 4: domain of e-mail addresses. */
					return \sprintf( \__( '%1$s of %2$s events (%3$s) were by people whose email addresses use the collaborator’s own domain, %4$s.', 'siren-distributors' ), $count, $of, $types, $doubt['domain'] );
				}
				/* translators: 1: number of events, 2: number of all such events, 3: kinds of event, 4: domain of e-mail addresses, 5: names of collaborators. */
				return \sprintf( \__( '%1$s of %2$s events (%3$s) were by people whose email addresses use the collaborator’s own domain, %4$s, or who are collaborators themselves: %5$s.', 'siren-distributors' ), $count, $of, $types, $doubt['domain'], $others );
			case 'shared_payout':
				/* translators: %s: names of collaborators. */
				return \sprintf( \__( 'Has the same payout account as %s.', 'siren-distributors' ), $others );
			case 'velocity':
				/* translators: 1: number of events, 2: number of all such events, 3: kinds of event. */
				return \sprintf( \__( '%1$s of %2$s events (%3$s) arrived at a rate of more than 20 per hour.', 'siren-distributors' ), $count, $of, $types );
			case 'one_network':
				/* translators: 1: number of visits, 2: number of all visits, 3: number of networks. */
				return \sprintf( \_n( '%1$s of %2$s visits came from %3$s busy network.', '%1$s of %2$s visits came from %3$s busy networks.', $doubt['networks'], 'siren-distributors' ), $count, $of, \number_format_i18n( $doubt['networks'] ) );
			case 'in_seconds':
				/* translators: 1: number of completions, 2: number of all completions. */
				return \sprintf( \__( '%1$s of %2$s completions were too fast to be real: three by one student within ten seconds, or a whole course within one minute of the student’s first activity.', 'siren-distributors' ), $count, $of );
			default:
				return $doubt['kind'];
		}
	}

	/**
	 * The reason for holding a share, as its collaborator reads it: without anybody else's name or address. '' for an
	 * unknown kind.
	 *
	 * @param string $kind Kind of doubt.
	 */
	public static function reason( string $kind ): string {
		$reasons = [
			'same_family'   => \__( 'Many of your customers or students have email addresses like yours, or are collaborators themselves. We are reviewing this before we pay.', 'siren-distributors' ),
			'shared_payout' => \__( 'Someone else has the same payout account. We are reviewing this before we pay.', 'siren-distributors' ),
			'velocity'      => \__( 'There was an unusual amount of activity within an hour. We are reviewing this before we pay.', 'siren-distributors' ),
			'one_network'   => \__( 'Most of your visits came from a small number of networks. We are reviewing this before we pay.', 'siren-distributors' ),
			'in_seconds'    => \__( 'Some of your students finished within seconds. We are reviewing this before we pay.', 'siren-distributors' ),
		];
		return $reasons[ $kind ] ?? '';
	}

	/**
	 * The percentage of the points that a doubt concerns.
	 *
	 * @param array{share:string} $doubt Doubt from `siren_doubts()`.
	 */
	public static function percent( array $doubt ): int {
		return \intdiv( (int) \str_replace( '.', '', $doubt['share'] ) + 5000, 10000 );
	}

	/**
	 * URL of the form that holds the doubtful share, with a suggested reason.
	 *
	 * @param int    $obligation Obligation.
	 * @param string $kind       Kind of doubt.
	 */
	public static function hold_url( int $obligation, string $kind ): string {
		return Page::url(
			Page::DISTRIBUTIONS,
			[
				'explain'      => $obligation,
				self::ARGUMENT => $kind,
			]
		) . '#siren-hold';
	}
}
