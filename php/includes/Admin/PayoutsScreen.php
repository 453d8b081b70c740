<?php
/**
 * Payouts: what is owed, making fulfillments, marking payouts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Settings;
use Siren\Exception\InvalidInput;

\defined( 'ABSPATH' ) || exit;

/**
 * Three views: what is owed, with a preview of a fulfillment; with `part=fulfillments` those that were made; with
 * `fulfillment` one of them.
 */
final class PayoutsScreen {

	/** What a payout can be marked as, and the notice that says so. */
	private const MARKS = [
		'processing' => 'payout_processing',
		'paid'       => 'payout_paid',
		'failed'     => 'payout_failed',
	];

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		if ( Page::id( 'fulfillment' ) > 0 ) {
			$content = 'show_fulfillment';
		} else {
			$content = 'fulfillments' === Page::argument( 'part' ) ? 'show_fulfillments' : 'show_owed';
		}
		Page::show( Lifecycle::VIEW_REPORTS, [ self::class, $content ] );
	}

	/**
	 * Prints what is owed. With `preview`, also the payouts a fulfillment would have; that is asked for in the address,
	 * for it changes nothing.
	 */
	public static function show_owed(): void {
		$fields   = [
			'currency' => '' === Page::argument( 'currency' ) ? Settings::currency() : \strtoupper( Page::argument( 'currency' ) ),
			'minimum'  => Page::argument( 'minimum' ),
			'until'    => Page::argument( 'until' ),
		];
		$refused  = Submission::refused();
		$problems = $refused['problems'] ?? [];
		$preview  = null;
		if ( '' !== Page::argument( 'preview' ) ) {
			try {
				$preview = \siren_create_fulfillment( self::options( $fields ) + [ 'dry_run' => true ] );
			} catch ( InvalidInput $refusal ) {
				$problems = $refusal->problems();
			}
		}
		$problems = new Problems( $problems );
		View::show(
			'owed',
			[
				'fields'      => $fields,
				'problems'    => $problems,
				'beyond'      => $problems->beyond( \array_keys( $fields ) ),
				'message'     => $refused['message'] ?? '',
				'preview'     => $preview,
				'table'       => new ObligationsTable( [ 'status' => 'pending' ] ),
				'names'       => new Names(),
				'can_approve' => \current_user_can( Lifecycle::APPROVE_PAYOUTS ),
			]
		);
	}

	/**
	 * Prints the list of fulfillments.
	 */
	public static function show_fulfillments(): void {
		View::show( 'fulfillments', [ 'table' => new FulfillmentsTable() ] );
	}

	/**
	 * Prints one fulfillment.
	 */
	public static function show_fulfillment(): void {
		$row = \siren_get( 'fulfillments', Page::id( 'fulfillment' ) );
		if ( null === $row ) {
			Notice::refusal( \__( 'There is no such fulfillment.', 'siren-distributors' ) );
			return;
		}
		View::show(
			'fulfillment',
			[
				'row'     => $row,
				'table'   => new PayoutsTable( $row['id'] ),
				'refused' => Submission::refused(),
			]
		);
	}

	/**
	 * Makes a fulfillment.
	 */
	public static function create_fulfillment(): never {
		$form   = new Submission( 'siren_create_fulfillment', Lifecycle::APPROVE_PAYOUTS );
		$fields = [
			'currency' => $form->text( 'currency' ),
			'minimum'  => $form->text( 'minimum' ),
			'until'    => $form->text( 'until' ),
		];
		$form->carry_out(
			Page::url( Page::PAYOUTS, $fields ),
			static function () use ( $fields ): string {
				$made = \siren_create_fulfillment( self::options( $fields ) );
				if ( null === $made['id'] ) {
					// What the preview showed has been taken by another fulfillment meanwhile.
					return Page::url( Page::PAYOUTS, $fields + [ Notice::ARGUMENT => 'nothing_to_pay' ] );
				}
				return Page::url(
					Page::PAYOUTS,
					[
						'fulfillment'    => $made['id'],
						Notice::ARGUMENT => 'fulfillment_made',
					]
				);
			}
		);
	}

	/**
	 * Marks a payout.
	 */
	public static function set_payout(): never {
		$form        = new Submission( 'siren_set_payout', Lifecycle::APPROVE_PAYOUTS );
		$id          = $form->id( 'id' );
		$fulfillment = $form->id( 'fulfillment' );
		$status      = $form->text( 'status' );
		$details     = \array_filter( [ 'reference' => $form->text( 'reference' ) ], static fn( string $text ): bool => '' !== $text );
		$form->carry_out(
			Page::url( Page::PAYOUTS, [ 'fulfillment' => $fulfillment ] ),
			static function () use ( $id, $fulfillment, $status, $details ): string {
				\siren_set_payout( $id, $status, $details + [ 'now' => Clock::now() ] );
				return Page::url(
					Page::PAYOUTS,
					[
						'fulfillment'    => $fulfillment,
						Notice::ARGUMENT => self::MARKS[ $status ] ?? '',
					]
				);
			}
		);
	}

	/**
	 * A fulfillment's options from the form's texts; an empty field asks for nothing.
	 *
	 * @param array{currency:string,minimum:string,until:string} $fields Texts; `until` a day that is still taken.
	 */
	private static function options( array $fields ): array {
		$options = \array_filter(
			[
				'currency' => $fields['currency'],
				'minimum'  => $fields['minimum'],
			],
			static fn( string $text ): bool => '' !== $text
		);
		if ( '' !== $fields['until'] ) {
			$options['until'] = Clock::from_local( $fields['until'] . ' +1 day', \wp_timezone_string() ) ?? $fields['until'];
		}
		return $options + [ 'now' => Clock::now() ];
	}
}
