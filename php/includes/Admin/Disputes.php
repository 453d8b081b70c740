<?php
/**
 * Disputes are answered.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Whoever may approve answers what a collaborator says is wrong. No money moves by an answer: what there is to do is done
 * where it is always done, and the answer says so.
 */
final class Disputes {

	public const ACTION = 'siren_answer_dispute';

	/**
	 * Takes the form.
	 */
	public static function answer(): never {
		$form   = new Submission( self::ACTION, Lifecycle::APPROVE_PAYOUTS );
		$id     = $form->id( 'id' );
		$answer = $form->text( 'answer' );
		$typed  = [
			'dispute' => $id,
			'text'    => $form->text( 'text' ),
		];
		$back   = ToLookAt::url( 'disputes' );
		$form->carry_out(
			$back,
			static function () use ( $id, $answer, $typed, $back ): string {
				$status = \siren_answer_dispute( $id, $answer, [ 'text' => $typed['text'] ] + Who::now() )['status'];
				return \add_query_arg( Notice::ARGUMENT, 'answered_once' === $status ? 'dispute_answered_once' : 'dispute_answered', $back );
			},
			$typed
		);
	}

	/**
	 * Where what a dispute is about is looked at and put right: address by label.
	 *
	 * @param array $dispute As the engine has it, with `open` of {@see self::open_periods()}.
	 * @return array<string,string>
	 */
	public static function links( array $dispute ): array {
		if ( null !== $dispute['obligation'] ) {
			return [ Page::url( Page::DISTRIBUTIONS, [ 'explain' => $dispute['obligation'] ] ) => \__( 'The amount, to release or correct it', 'siren-distributors' ) ];
		}
		$events = Page::url(
			Page::ACTIVITY,
			[
				'collaborator' => $dispute['collaborator'],
				'status'       => 'ignored',
			]
		);
		$links  = [
			Page::url( Page::DISTRIBUTIONS, [ 'view' => $dispute['distribution'] ] ) => \__( 'The distribution', 'siren-distributors' ),
			$events => \__( 'What does not count for them', 'siren-distributors' ),
		];
		return null === $dispute['open'] ? $links : $links + [ Page::url( Page::DISTRIBUTIONS, [ 'view' => $dispute['open'] ] ) => \__( 'The open period, to give points by hand', 'siren-distributors' ) ];
	}

	/**
	 * The distributions that are open now of the distributors that made others.
	 *
	 * @param int[] $distributions The others: those of one page.
	 * @return array<int,?int> Open distribution by the other one; null where none is open.
	 */
	public static function open_periods( array $distributions ): array {
		$made_by = \array_column( self::rows( 'distributions', $distributions ), 'distributor', 'id' );
		$open    = \array_column( self::rows( 'distributors', $made_by ), 'distribution', 'id' );
		return \array_map( static fn( int $distributor ): ?int => $open[ $distributor ] ?? null, $made_by );
	}

	/**
	 * Rows by their ids.
	 *
	 * @param string $what As `siren_find()` takes it.
	 * @param int[]  $ids  At most a hundred.
	 * @return array[]
	 */
	private static function rows( string $what, array $ids ): array {
		return [] === $ids ? [] : \siren_find(
			$what,
			[
				'id'       => \array_values( \array_unique( $ids ) ),
				'per_page' => 100,
			]
		)['items'];
	}
}
