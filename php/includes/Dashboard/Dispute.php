<?php
/**
 * Disputes by collaborators.
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
 * Collaborators see what did not count for them ({@see self::not_counted()}) and can dispute it, as well as an amount
 * that is held. {@see CurrentCollaborator} decides whose it is; the engine limits how many disputes one collaborator
 * can have open.
 */
final class Dispute {

	public const ACTION = 'siren_dispute';

	/** Maximum length that the engine accepts. */
	public const LONGEST_TEXT = 1000;

	/** Number of disputes shown on the dashboard, newest first. */
	private const SHOWN = 10;

	/**
	 * What did not count for a collaborator, in open and in past periods.
	 *
	 * @param array   $collaborator Collaborator.
	 * @param array[] $open         Open periods from the dashboard.
	 * @return array<array{name:string,told:array}> `told` as returned by `siren_not_counted()`; only periods with such
	 *                                              events.
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
	 * A collaborator's disputes, newest first.
	 *
	 * @param array $collaborator Collaborator.
	 * @return array[] As returned by the engine.
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
	 * Encodes the subject of a dispute as a string.
	 *
	 * @param array $about As `siren_dispute()` takes it.
	 */
	public static function key( array $about ): string {
		return isset( $about['obligation'] ) ? 'obligation-' . $about['obligation'] : 'distribution-' . $about['distribution'] . '-' . $about['reason'];
	}

	/** Handles the submitted form. */
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
	 * Creates the dispute.
	 *
	 * @param array  $about Subject of the dispute.
	 * @param string $text  The collaborator's text.
	 * @throws Refusal When the current user is not a collaborator, or the subject is not theirs.
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
	 * Whether the subject of a dispute belongs to the collaborator.
	 *
	 * @param array $about        Subject of the dispute.
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
