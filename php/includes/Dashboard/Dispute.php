<?php
/**
 * A collaborator says that something is wrong.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Dashboard;

use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Clock;

\defined( 'ABSPATH' ) || exit;

/**
 * What was taken out is listed to whom it was taken from ({@see self::not_counted()}), and they can dispute it, as they can
 * an amount that is held. Whose it is decides {@see CurrentCollaborator}; how many one can have without an answer decides the engine.
 */
final class Dispute {

	public const ACTION = 'siren_dispute';

	/** The longest text that the engine takes. */
	public const LONGEST_TEXT = 1000;

	/** Of how many disputes the dashboard tells, the newest first. */
	private const SHOWN = 10;

	/**
	 * What did not count for somebody: in the open periods, and in the ones before.
	 *
	 * @param array   $collaborator Whose.
	 * @param array[] $open         Open periods, as the dashboard has them.
	 * @return array<array{name:string,told:array}> `told` as `siren_not_counted()` gives it; only where there is anything.
	 */
	public static function not_counted( array $collaborator, array $open ): array {
		$lists = [];
		foreach ( $open as $period ) {
			$closed = \siren_find(
				'distributions',
				[
					'distributor' => $period['standings']['distributor'],
					'status'      => [ 'review', 'complete', 'skipped' ],
					'per_page'    => 1,
				]
			)['items'];
			foreach ( [ $period['standings']['distribution'], ...\array_column( $closed, 'id' ) ] as $distribution ) {
				$told = \siren_not_counted( $distribution, $collaborator['id'] );
				if ( [] !== $told['reasons'] ) {
					$lists[] = [
						'name' => $period['name'],
						'told' => $told,
					];
				}
			}
		}
		return $lists;
	}

	/**
	 * What somebody disputed, the newest first.
	 *
	 * @param array $collaborator Whose.
	 * @return array[] As the engine has them.
	 */
	public static function made( array $collaborator ): array {
		return \siren_find(
			'disputes',
			[
				'collaborator' => $collaborator['id'],
				'per_page'     => self::SHOWN,
			]
		)['items'];
	}

	/**
	 * What a form is about, as one text.
	 *
	 * @param array $about As `siren_dispute()` takes it.
	 */
	public static function key( array $about ): string {
		return isset( $about['obligation'] ) ? 'obligation-' . $about['obligation'] : 'distribution-' . $about['distribution'] . '-' . $about['reason'];
	}

	/**
	 * Takes the form.
	 */
	public static function send(): never {
		$form       = new Submission( self::ACTION, 'read' );
		$text       = $form->text( 'text' );
		$obligation = $form->id( 'obligation' );
		$about      = $obligation > 0 ? [ 'obligation' => $obligation ] : [
			'distribution' => $form->id( 'distribution' ),
			'reason'       => $form->text( 'reason' ),
		];
		$sent_from  = \wp_get_referer();
		$back       = \remove_query_arg( Notice::ARGUMENT, false === $sent_from ? \home_url( '/' ) : $sent_from );
		$form->carry_out(
			$back . '#siren-disputes',
			static function () use ( $about, $text, $back ): string {
				self::make( $about, $text );
				return \add_query_arg( Notice::ARGUMENT, 'dispute_sent', $back ) . '#siren-disputes';
			},
			[
				'about' => self::key( $about ),
				'text'  => $text,
			]
		);
	}

	/**
	 * Makes the dispute.
	 *
	 * @param array  $about What it is about.
	 * @param string $text  What they say.
	 * @throws Refusal When the present user is nobody who can, or it is not theirs.
	 */
	private static function make( array $about, string $text ): void {
		$own = CurrentCollaborator::collaborator();
		if ( null === $own || 'active' !== $own['status'] ) {
			throw new Refusal( '', \__( 'You are not an active collaborator on this site.', 'siren-distributors' ) );
		}
		if ( '' === $text ) {
			throw new Refusal( '', \__( 'Describe briefly what is wrong.', 'siren-distributors' ) );
		}
		if ( ! self::is_own( $about, $own['id'] ) ) {
			throw new Refusal( '', \__( 'This item does not belong to you or no longer exists.', 'siren-distributors' ) );
		}
		\siren_dispute(
			[
				'collaborator' => $own['id'],
				'about'        => $about,
				'text'         => $text,
				'by'           => StaffIdentity::present(),
				'now'          => Clock::now(),
			]
		);
	}

	/**
	 * Whether something is the collaborator's own.
	 *
	 * @param array $about        What.
	 * @param int   $collaborator Who.
	 */
	private static function is_own( array $about, int $collaborator ): bool {
		if ( isset( $about['obligation'] ) ) {
			$obligation = \siren_get( 'obligations', $about['obligation'] );
			return null !== $obligation && $obligation['collaborator'] === $collaborator;
		}
		if ( null === \siren_get( 'distributions', $about['distribution'], [ 'lists' => false ] ) ) {
			return false;
		}
		return \in_array( $about['reason'], \array_column( \siren_not_counted( $about['distribution'], $collaborator )['reasons'], 'reason' ), true );
	}
}
