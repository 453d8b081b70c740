<?php
/**
 * The Payouts screen: what is owed, creating fulfillments, marking payouts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\CsvExport;
use Siren\Distributors\Admin\Support\Names;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\Problems;
use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Admin\Tables\BalancesTable;
use Siren\Distributors\Admin\Tables\FulfillmentsTable;
use Siren\Distributors\Admin\Tables\ObligationsTable;
use Siren\Distributors\Admin\Tables\PayoutsTable;
use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Money;
use Siren\Distributors\Settings;
use Siren\Distributors\Wording;
use Siren\Exception\Conflict;
use Siren\Exception\InvalidInput;

\defined( 'ABSPATH' ) || exit;

/**
 * Without arguments what is owed, with a preview of a fulfillment; with `part`, all obligations, fulfillments or
 * payouts; with `fulfillment`, one fulfillment.
 */
final class PayoutsScreen implements Screen {

	/** The ways to mark a payout, and their notices. */
	private const MARKS = [
		'processing' => 'payout_processing',
		'paid'       => 'payout_paid',
		'failed'     => 'payout_failed',
		'returned'   => 'payout_returned',
	];

	public static function slug(): string {
		return Page::PAYOUTS;
	}

	public static function title(): string {
		return \__( 'Payouts', 'siren-distributors' );
	}

	public static function capability(): string {
		return Lifecycle::VIEW_REPORTS;
	}

	public static function help(): string {
		return \__( 'Create a fulfillment from the amounts you owe, then mark each payout as you pay it. You can preview a fulfillment before you create it. Failed payouts are owed again.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [
			'fulfillment_made'  => \__( 'Fulfillment created. Mark each payout as you pay it.', 'siren-distributors' ),
			'nothing_to_pay'    => \__( 'No fulfillment was created, because no pending obligations match.', 'siren-distributors' ),
			'payout_paid'       => \__( 'Payout marked as paid.', 'siren-distributors' ),
			'payout_processing' => \__( 'Payout marked as processing.', 'siren-distributors' ),
			'payout_failed'     => \__( 'Payout marked as failed.', 'siren-distributors' ),
			'payout_returned'   => \__( 'Payout marked as returned. Its amount is owed again.', 'siren-distributors' ),
			'payouts_marked'    => \__( 'Payouts updated.', 'siren-distributors' ),
		];
	}

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		$parts   = [
			'obligations'  => 'show_obligations',
			'fulfillments' => 'show_fulfillments',
			'payouts'      => 'show_payouts',
		];
		$content = $parts[ Page::argument( 'part' ) ] ?? 'show_owed';
		if ( 'show_owed' === $content && Page::id( 'fulfillment' ) > 0 ) {
			$content = 'show_fulfillment';
		}
		Page::show( self::capability(), [ self::class, $content ] );
	}

	/**
	 * Prints what is owed; with `preview`, also the payouts that a fulfillment would make. The preview is requested
	 * with a GET argument because it changes nothing.
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
			'payouts/owed',
			[
				'fields'      => $fields,
				'problems'    => $problems,
				'beyond'      => $problems->beyond( \array_keys( $fields ) ),
				'message'     => $refused['message'] ?? '',
				'preview'     => $preview,
				'balances'    => \siren_balances(),
				'table'       => new BalancesTable(
					\siren_create_fulfillment(
						[
							'dry_run' => true,
							'now'     => Clock::now(),
						]
					)
				),
				'names'       => ( new Names() )->ask( 'collaborators', \array_column( \array_merge( $preview['payouts'] ?? [], $preview['left_out'] ?? [] ), 'collaborator' ) ),
				'can_approve' => \current_user_can( Lifecycle::APPROVE_PAYOUTS ),
			]
		);
	}

	/**
	 * Prints the list of obligations.
	 */
	public static function show_obligations(): void {
		$filters = CsvExport::filters( 'obligations' );
		View::show(
			'payouts/money-list',
			[
				'what'     => 'obligations',
				'part'     => 'obligations',
				'filters'  => $filters,
				'statuses' => [ 'pending', 'held', 'draft', 'fulfilled', 'complete', 'rejected' ],
				'table'    => new ObligationsTable( $filters ),
				'names'    => new Names(),
			]
		);
	}

	/**
	 * Prints the list of all payouts.
	 */
	public static function show_payouts(): void {
		$filters = CsvExport::filters( 'payouts' );
		View::show(
			'payouts/money-list',
			[
				'what'     => 'payouts',
				'part'     => 'payouts',
				'filters'  => $filters,
				'statuses' => [ 'unpaid', 'processing', 'paid', 'failed', 'returned' ],
				'table'    => new PayoutsTable( $filters, false ),
				'names'    => new Names(),
			]
		);
	}

	/**
	 * Prints the list of fulfillments.
	 */
	public static function show_fulfillments(): void {
		View::show( 'payouts/fulfillments', [ 'table' => new FulfillmentsTable() ] );
	}

	/**
	 * Prints one fulfillment.
	 */
	public static function show_fulfillment(): void {
		$row = \siren_get( 'fulfillments', Page::id( 'fulfillment' ), [ 'lists' => false ] );
		if ( null === $row ) {
			Notice::refusal( \__( 'Fulfillment not found.', 'siren-distributors' ) );
			return;
		}
		$needs_another = StaffIdentity::must_leave_it( $row['by'] );
		$is_open       = \in_array( $row['status'], [ 'pending', 'processing' ], true );
		$may_mark      = \current_user_can( Lifecycle::APPROVE_PAYOUTS ) && ! $needs_another;
		$can_mark      = $is_open && $may_mark;
		View::show(
			'payouts/fulfillment',
			[
				'row'           => $row,
				'table'         => new PayoutsTable( [ 'fulfillment' => $row['id'] ], $may_mark, $can_mark ),
				'refused'       => Submission::refused(),
				'can_mark'      => $can_mark,
				'needs_another' => $is_open && $needs_another,
			]
		);
	}

	/** Creates a fulfillment. */
	public static function create_fulfillment(): never {
		$form   = new Submission( 'siren_create_fulfillment', Lifecycle::APPROVE_PAYOUTS );
		$fields = [
			'currency' => $form->text( 'currency' ),
			'minimum'  => $form->text( 'minimum' ),
			'until'    => $form->text( 'until' ),
		];
		$chosen = \array_values( $form->group( 'chosen' ) );
		$form->carry_out(
			Page::url( Page::PAYOUTS, $fields + [ 'preview' => 1 ] ),
			static function () use ( $fields, $chosen ): string {
				$made = \siren_create_fulfillment( [ 'by' => StaffIdentity::present() ] + self::as_seen( self::options( $fields ), $chosen ) );
				if ( null === $made['id'] ) {
					// Another fulfillment has taken what the preview showed.
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

	/** Marks one payout with its own button, or all selected payouts. If one of them cannot be marked, none is. */
	public static function set_payout(): never {
		$form        = new Submission( 'siren_set_payout', Lifecycle::APPROVE_PAYOUTS );
		$ids         = $form->id( 'id' ) > 0 ? [ $form->id( 'id' ) ] : \array_map( 'absint', \array_values( $form->group( 'ids' ) ) );
		$fulfillment = $form->id( 'fulfillment' );
		$status      = $form->text( 'status' );
		$details     = \array_filter(
			[
				'reference' => $form->text( 'reference' ),
				'note'      => $form->text( 'note' ),
			],
			static fn( string $text ): bool => '' !== $text
		);
		$form->carry_out(
			Page::url( Page::PAYOUTS, [ 'fulfillment' => $fulfillment ] ),
			static function () use ( $ids, $fulfillment, $status, $details ): string {
				if ( [] === $ids ) {
					throw new Refusal( '', \__( 'Select at least one payout.', 'siren-distributors' ) );
				}
				self::mark( $ids, $status, $details + StaffIdentity::now() );
				return Page::url(
					Page::PAYOUTS,
					[
						'fulfillment'    => $fulfillment,
						Notice::ARGUMENT => 1 === \count( $ids ) ? self::MARKS[ $status ] ?? '' : 'payouts_marked',
					]
				);
			}
		);
	}

	/**
	 * Marks payouts: all of them, or none if one cannot be marked.
	 *
	 * @param int[]               $ids     Payouts.
	 * @param string              $status  New status.
	 * @param array<string,mixed> $details As `siren_set_payouts()` takes them.
	 * @throws Conflict When it is of no payout in particular.
	 * @throws Refusal  Of which payouts it cannot be said, and why.
	 */
	private static function mark( array $ids, string $status, array $details ): void {
		$ids = \array_values( \array_unique( $ids ) );
		try {
			\siren_set_payouts( $ids, $status, $details );
		} catch ( Conflict $conflict ) {
			$why = self::why_not( $conflict, $ids );
			throw [] === $why ? $conflict : new Refusal( '', ...$why );
		}
	}

	/**
	 * Why payouts cannot be marked. Each message names the recipient and the amount as the screen shows them.
	 *
	 * @param Conflict $conflict Reasons from the engine.
	 * @param int[]    $ids      The payouts that were to be marked.
	 * @return string[]
	 */
	private static function why_not( Conflict $conflict, array $ids ): array {
		$reasons = [];
		foreach ( $conflict->problems() as $problem ) {
			if ( 1 === \preg_match( '/^ids\[(\d+)\]$/D', $problem['path'], $place ) ) {
				$reasons[ $ids[ (int) $place[1] ] ] = Wording::problem( $problem );
			}
		}
		$rows = \siren_find(
			'payouts',
			[
				'id'       => \array_slice( \array_keys( $reasons ), 0, 100 ),
				'names'    => true,
				'per_page' => 100,
			]
		)['items'];
		foreach ( $rows as $row ) {
			$reasons[ $row['id'] ] = \sprintf(
				/* translators: 1: name of a collaborator, 2: an amount, 3: why their payout cannot be marked. */
				\__( '%1$s, %2$s: %3$s', 'siren-distributors' ),
				(string) $row['name'],
				Money::display( $row['amount'], $row['currency'] ),
				$reasons[ $row['id'] ]
			);
		}
		return \array_values( $reasons );
	}

	/**
	 * A previewed payout in the form in which it is submitted: whoever agrees to it agrees to this amount.
	 *
	 * @param array $payout Planned payout from the engine.
	 */
	public static function seen( array $payout ): string {
		return \implode( ' ', [ $payout['collaborator'], $payout['amount'], $payout['currency'] ] );
	}

	/**
	 * The options with which a fulfillment pays exactly what was previewed.
	 *
	 * @param array    $options Options of the preview.
	 * @param string[] $chosen  The payouts agreed to, as written by {@see self::seen()}.
	 * @throws Refusal When nothing was chosen, or what is owed has changed since.
	 */
	private static function as_seen( array $options, array $chosen ): array {
		if ( [] === $chosen ) {
			throw new Refusal( '', \__( 'Select at least one collaborator to pay.', 'siren-distributors' ) );
		}
		$options['collaborators'] = \array_values( \array_unique( \array_map( 'intval', $chosen ) ) );

		$planned = \array_map( [ self::class, 'seen' ], \siren_create_fulfillment( $options + [ 'dry_run' => true ] )['payouts'] );
		\sort( $planned );
		\sort( $chosen );
		if ( [] !== $planned && $planned !== $chosen ) {
			throw new Refusal( '', \__( 'The amounts owed have changed since you previewed them. No fulfillment was created. Review the new preview.', 'siren-distributors' ) );
		}
		return $options;
	}

	/**
	 * The options of a fulfillment from the form; an empty field sets no limit.
	 *
	 * @param array{currency:string,minimum:string,until:string} $fields `until` is the last day to include.
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
			$options['until'] = Clock::from_local( $fields['until'] . ' +1 day', Clock::zone()->getName() ) ?? $fields['until'];
		}
		return $options + [ 'now' => Clock::now() ];
	}
}
