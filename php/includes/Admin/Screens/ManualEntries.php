<?php
/**
 * Manual entries: points, money for a pool, corrections.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;

\defined( 'ABSPATH' ) || exit;

/**
 * Each form contains a key generated with it, so that submitting it twice has the effect of once. Every entry has a
 * reason, which the explanation of an amount shows.
 */
final class ManualEntries {

	/** Adds or subtracts points in an open period. */
	public static function credit(): never {
		$form   = new Submission( 'siren_credit', Lifecycle::MANAGE_PROGRAMS );
		$id     = $form->id( 'id' );
		$fields = [
			'collaborator' => $form->text( 'collaborator' ),
			'points'       => $form->text( 'points' ),
			'reason'       => $form->text( 'reason' ),
		];
		$form->carry_out(
			Page::url( Page::DISTRIBUTIONS, [ 'view' => $id ] ),
			static function () use ( $form, $id, $fields ): string {
				\siren_credit(
					[
						'key'          => $form->text( 'key' ),
						'distributor'  => self::open( $id ),
						'collaborator' => (int) $fields['collaborator'],
						'points'       => \filter_var( $fields['points'], FILTER_VALIDATE_INT, FILTER_NULL_ON_FAILURE ) ?? $fields['points'],
						'reason'       => $fields['reason'],
						'now'          => Clock::now(),
					]
				);
				return self::done( $id, 'points_given' );
			},
			$fields
		);
	}

	/**
	 * Adds money to an open pool.
	 */
	public static function top_up(): never {
		$form   = new Submission( 'siren_top_up', Lifecycle::APPROVE_PAYOUTS );
		$id     = $form->id( 'id' );
		$fields = [
			'amount' => $form->text( 'amount' ),
			'why'    => $form->text( 'why' ),
		];
		$form->carry_out(
			Page::url( Page::DISTRIBUTIONS, [ 'view' => $id ] ),
			static function () use ( $form, $id, $fields ): string {
				\siren_top_up(
					[
						'key'         => $form->text( 'key' ),
						'distributor' => self::open( $id ),
						'amount'      => $fields['amount'],
						'reason'      => $fields['why'],
						'now'         => Clock::now(),
					]
				);
				return self::done( $id, 'pool_topped_up' );
			},
			$fields
		);
	}

	/** Corrects an obligation with another one. */
	public static function adjust(): never {
		$form   = new Submission( 'siren_adjust', Lifecycle::APPROVE_PAYOUTS );
		$id     = $form->id( 'id' );
		$fields = [
			'amount' => $form->text( 'amount' ),
			'reason' => $form->text( 'reason' ),
		];
		$form->carry_out(
			Page::url( Page::DISTRIBUTIONS, [ 'explain' => $id ] ),
			static function () use ( $form, $id, $fields ): string {
				$row = \siren_get( 'obligations', $id );
				if ( null === $row ) {
					throw new Refusal( '', \__( 'Obligation not found.', 'siren-distributors' ) );
				}
				$made = \siren_adjust(
					[
						'key'          => $form->text( 'key' ),
						'collaborator' => $row['collaborator'],
						'amount'       => $fields['amount'],
						'currency'     => $row['currency'],
						'reason'       => $fields['reason'],
						'obligation'   => $id,
						'now'          => Clock::now(),
					]
				);
				return Page::url(
					Page::DISTRIBUTIONS,
					[
						'explain'        => $made['id'],
						Notice::ARGUMENT => 'obligation_corrected',
					]
				);
			},
			$fields
		);
	}

	/** Generates a key for a form. */
	public static function key(): string {
		return 'admin:' . \wp_generate_uuid4();
	}

	/**
	 * The distributor of a distribution that is still open. Manual entries go into its open period, which must be the
	 * one shown on the form.
	 *
	 * @param int $distribution Distribution shown on the form.
	 * @throws Refusal When it has closed in the meantime.
	 */
	private static function open( int $distribution ): int {
		$row = \siren_get( 'distributions', $distribution, [ 'lists' => false ] );
		if ( null === $row || null !== $row['closed_at'] ) {
			throw new Refusal( '', \__( 'This period has closed in the meantime.', 'siren-distributors' ) );
		}
		return $row['distributor'];
	}

	/**
	 * URL of a distribution, with a notice.
	 *
	 * @param int    $distribution Distribution.
	 * @param string $done         Notice to show there.
	 */
	private static function done( int $distribution, string $done ): string {
		return Page::url(
			Page::DISTRIBUTIONS,
			[
				'view'           => $distribution,
				Notice::ARGUMENT => $done,
			]
		);
	}
}
