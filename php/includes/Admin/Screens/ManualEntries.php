<?php
/**
 * What is given by hand: points, money for a pool, corrections.
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
 * Each form carries a key that was made with it, so that sending it twice gives once. Everything has a reason, which the
 * explanation of an amount shows.
 */
final class ManualEntries {

	/**
	 * Gives points in an open period, or takes some.
	 */
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

	/**
	 * Corrects an obligation by another.
	 */
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

	/**
	 * A key that a form carries.
	 */
	public static function key(): string {
		return 'admin:' . \wp_generate_uuid4();
	}

	/**
	 * The distributor of a distribution that is still open: what is given goes to its open period, which must be this one.
	 *
	 * @param int $distribution The one the form was on.
	 * @throws Refusal When it has closed meanwhile.
	 */
	private static function open( int $distribution ): int {
		$row = \siren_get( 'distributions', $distribution, [ 'lists' => false ] );
		if ( null === $row || null !== $row['closed_at'] ) {
			throw new Refusal( '', \__( 'This period has closed in the meantime.', 'siren-distributors' ) );
		}
		return $row['distributor'];
	}

	/**
	 * Address of a distribution, with what was done.
	 *
	 * @param int    $distribution Which.
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
