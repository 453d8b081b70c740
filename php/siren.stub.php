<?php
/**
 * What the extension `siren` declares, for editors and analysers. Nothing loads this file: the extension itself brings
 * these functions and classes.
 *
 * Made from the calls of the engine; `make reference` writes it anew.
 *
 * @package Siren\Distributors
 */

namespace {

	/**
	 * The extension's version.
	 *
	 * @return string
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_version(): string {}

	/**
	 * Opens a site. Idempotent and cheap: nothing on the disk is touched until it is needed. Another DSN later switches. A
	 * setting that is not known stops only what needs it, and is a problem of siren_status(). Refusals of the directory,
	 * open_basedir among them, are told by the first call that needs it.
	 *
	 * @param string $dsn sqlite: and the absolute path of the data directory
	 * @param array{timezone?: string, currency?: string, site?: string, two_people?: bool, read_only?: bool}|null $options settings of the site
	 */
	function siren_open( string $dsn, ?array $options = null ): void {}

	/**
	 * Records one event. It is in the log when the call returns, and is counted later. Recording the same key again
	 * changes nothing.
	 *
	 * @param string $type the type of event: a built-in one such as course_completed, or your own
	 * @param array{key: string, collaborator?: int<1, max>, collaborators?: list<int<1, max>|array{weight?: int<1, 1000000>, id: int<1, max>}|array{weight?: int<1, 1000000>, type: 'coupon'|'link'|'wp_user', code: string}>, alias?: array{type: 'coupon'|'link'|'wp_user', code: string}, occurred_at?: string, subject?: string|list<string>, object?: string, quantity?: int<1, 1000000>, value?: string, currency?: string, ignored?: string, data?: array<string, mixed>|list<mixed>, history?: bool, network?: string, network_limit?: int<1, 10000>} $event
	 * @return array{key: string, status: 'accepted'}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_record_event( string $type, array $event ): array {}

	/**
	 * Records many events, each with its type: all of them, or none if one is invalid. Answers for each of them, in the
	 * same order.
	 *
	 * @param list<array{type: string, key: string, collaborator?: int<1, max>, collaborators?: list<int<1, max>|array{weight?: int<1, 1000000>, id: int<1, max>}|array{weight?: int<1, 1000000>, type: 'coupon'|'link'|'wp_user', code: string}>, alias?: array{type: 'coupon'|'link'|'wp_user', code: string}, occurred_at?: string, subject?: string|list<string>, object?: string, quantity?: int<1, 1000000>, value?: string, currency?: string, ignored?: string, data?: array<string, mixed>|list<mixed>, history?: bool, network?: string, network_limit?: int<1, 10000>}> $events
	 * @return list<array{key: string, status: 'accepted'}>
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_record_events( array $events ): array {}

	/**
	 * Records a refund of a sale: some lines, an amount, or everything that is left. A refund that arrives before its sale
	 * waits for it. No refund exceeds what is left of its sale.
	 *
	 * @param array{source: string, external_id: int|string, refund_id: int|string, occurred_at?: string, lines?: list<array{external_id: int|string, amount?: string, quantity?: int|string}>, amount?: string, undo?: bool, cancelled?: bool, history?: bool} $refund
	 * @return array{key: string, status: 'accepted'}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_record_refund( array $refund ): array {}

	/**
	 * Records a paid purchase. The events product_sold, coupon_used and sale_referred follow from it. The same sale with a
	 * higher revision and other content amends it: what changed is booked at the new occurred_at. Without a higher
	 * revision the first content counts, and other content becomes a conflict, unless only texts such as a name differ.
	 *
	 * @param array{source: string, external_id: int|string, currency: string, occurred_at?: string, customer?: string|list<string>, referrer?: int<1, max>|array{weight?: int<1, 1000000>, id: int<1, max>}|array{weight?: int<1, 1000000>, type: 'coupon'|'link'|'wp_user', code: string}|list<int<1, max>|array{weight?: int<1, 1000000>, id: int<1, max>}|array{weight?: int<1, 1000000>, type: 'coupon'|'link'|'wp_user', code: string}>, credit_referrer?: bool, details: list<array{kind: 'line_item'|'discount'|'fee'|'shipping'|'tax', external_id?: int|string, amount: string, quantity?: int|string, name?: string, type?: string, sku?: string, categories?: list<int|string>, owners?: list<int<1, max>|array{weight?: int<1, 1000000>, id: int<1, max>}|array{weight?: int<1, 1000000>, type: 'coupon'|'link'|'wp_user', code: string}>, line?: int|string}>, coupons?: list<string>, renewal?: bool, revision?: int<0, max>, history?: bool} $transaction
	 * @return array{key: string, status: 'accepted'}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_record_transaction( array $transaction ): array {}

	/**
	 * Makes a correcting obligation: an additional amount that is owed to somebody, or a negative one that is taken back
	 * from them. Obligations are never edited. The same key with the same content again changes nothing and answers the
	 * same obligation.
	 *
	 * @param array{key: string, collaborator: int<1, max>, currency: string, amount: string, reason: string, obligation?: int<1, max>, now?: string} $adjustment
	 * @return array{id: int, status: 'draft'|'held'|'pending'|'fulfilled'|'complete'|'rejected', created_at: string, kind: 'distribution'|'adjustment'|'reissue'|'hold', collaborator: int, name?: string|null, distributor: int|null, distribution: int|null, allocation: int|null, amount: string, currency: string, reason: string|null, corrects: int|null, payable_at: string, fulfillment: int|null, payout: int|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such collaborator or obligation
	 * @throws \Siren\Exception\Conflict The key was used for something else
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_adjust( array $adjustment ): array {}

	/**
	 * Approves a distribution in review, so that its obligations can be paid. If sales of its period were refunded since
	 * it was closed, its pool is divided again first: the old obligations are rejected with the reason recounted, and if
	 * nothing is left to divide, the distribution becomes skipped. Approving it again changes nothing. Answers the
	 * distribution.
	 *
	 * @param int $id the number of the distribution
	 * @param array{now?: string, by?: string, note?: string}|null $details who approves it, and when; the hold days begin then
	 * @return array{id: int, status: 'scheduled'|'tracking'|'review'|'complete'|'skipped'|'failed', created_at: string, distributor: int, version: int, period: array{start: string, end: string}, amount: string|null, currency: string, obligations: int, closed_at: string|null, reason: string|null, hash: string|null, sources: list<array{kind: string, percent?: string|null, base?: string|null, amount: string}>, allocations?: list<array{id: int, status: 'paid'|'held'|'zero'|'ineligible', created_at: string, distribution: int, distributor: int, collaborator: int, name?: string|null, rank: int, score: int|string, share: string, amount: string, currency: string, reason: string|null}>|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distribution
	 * @throws \Siren\Exception\Conflict It is not waiting for approval
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_approve_distribution( int $id, ?array $details = null ): array {}

	/**
	 * Saves a collaborator: a new one, or with id the given fields of an existing one. Fields that are not given stay as
	 * they are. A current or old code of another collaborator is refused, with the name of its owner, unless move_aliases
	 * is true. Answers the collaborator.
	 *
	 * @param array{id?: int<1, max>, now?: string, name?: string, email?: string|null, wp_user_id?: int<1, max>|null, status?: 'active'|'pending'|'inactive'|'rejected'|'deleted', aliases?: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, move_aliases?: bool, forget_aliases?: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, groups?: list<string>, payout?: array<string, mixed>|null} $collaborator
	 * @return array{id: int, status: 'active'|'pending'|'inactive'|'rejected'|'deleted', created_at: string, name: string, email: string|null, wp_user_id: int|null, aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, old_aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, groups: list<string>, payout: array<string, mixed>|list<mixed>|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such collaborator
	 * @throws \Siren\Exception\Conflict The WordPress user is already another collaborator
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_save_collaborator( array $collaborator ): array {}

	/**
	 * Saves a distributor: a new one, or with id the given fields of an existing one. Changed rules take effect with the
	 * next period, so that an open period is divided by the rules that it began with; apply_now changes the open period
	 * too.
	 *
	 * @param array{id?: int<1, max>, status?: 'draft'|'active'|'paused'|'archived', now?: string, apply_now?: bool, name: string, units: string, starts_at?: string, schedule: array{every: 'day'|'week'|'month'|'quarter'|'year'|array{days: int<1, 3660>}, on?: 'monday'|'tuesday'|'wednesday'|'thursday'|'friday'|'saturday'|'sunday'|int<1, 31>|string, at?: string, timezone?: string}, metrics: list<array{event: string, points: int<0, 1000000>, split?: 'each'|'equally'|'by_weight', per?: 'event'|'unit'|'currency_unit', currency?: string, count_free?: bool, minimum_amount?: string, once_per?: 'customer', students?: 'all'|'paid'}>, pool: array{sources: list<array{kind: 'revenue_share', percent: string, include: list<'line_items'|'discounts'|'fees'|'shipping'|'taxes'>, filter?: array{types?: list<string>, skus?: list<string>, categories?: list<string>, collaborator_owned?: bool, referred?: bool}}|array{kind: 'fixed', amount: string}|array{kind: 'per_event', event: string, amount: string}>, floor?: string, cap?: string}, structure: array{kind: 'shared_engagement_pool'}|array{kind: 'performance_weighted_pool'}|array{kind: 'top_score_wins', tie?: 'first'|'split'}|array{kind: 'ladder', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'top_n', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'target_bonus', score: int<1, 1000000000000>, amount: string}|array{kind: 'user_centric_pool'}, audience?: array{kind: 'all'}|array{kind: 'list', ids: list<int<1, max>>}|array{kind: 'group', groups: list<string>}, minimum_score?: int<0, 1000000000000>, cap_percent?: string, on_inactive?: 'exclude'|'hold', on_empty?: 'roll_over'|'house', on_negative?: 'carry'|'write_off', on_refund_after_close?: 'next_period'|'clawback', clawback_from?: 'everyone'|'credited', own_activity?: 'ignore'|'count', renewals?: 'count'|'first_payment_only', review?: bool, hold_days?: int<0, 3650>, grace_minutes?: int<0, 10080>} $distributor
	 * @return array{id: int, status: 'draft'|'active'|'paused'|'archived', created_at: string, version: int, name: string, units: string, starts_at: string, schedule: array{every: 'day'|'week'|'month'|'quarter'|'year'|array{days: int<1, 3660>}, on?: 'monday'|'tuesday'|'wednesday'|'thursday'|'friday'|'saturday'|'sunday'|int<1, 31>|string, at?: string, timezone?: string}, metrics: list<array{event: string, points: int<0, 1000000>, split?: 'each'|'equally'|'by_weight', per?: 'event'|'unit'|'currency_unit', currency?: string, count_free?: bool, minimum_amount?: string, once_per?: 'customer', students?: 'all'|'paid'}>, pool: array{sources: list<array{kind: 'revenue_share', percent: string, include: list<'line_items'|'discounts'|'fees'|'shipping'|'taxes'>, filter?: array{types?: list<string>, skus?: list<string>, categories?: list<string>, collaborator_owned?: bool, referred?: bool}}|array{kind: 'fixed', amount: string}|array{kind: 'per_event', event: string, amount: string}>, floor?: string, cap?: string}, structure: array{kind: 'shared_engagement_pool'}|array{kind: 'performance_weighted_pool'}|array{kind: 'top_score_wins', tie?: 'first'|'split'}|array{kind: 'ladder', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'top_n', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'target_bonus', score: int<1, 1000000000000>, amount: string}|array{kind: 'user_centric_pool'}, audience: array{kind: 'all'}|array{kind: 'list', ids: list<int<1, max>>}|array{kind: 'group', groups: list<string>}, minimum_score: int<0, 1000000000000>, cap_percent: string, on_inactive: 'exclude'|'hold', on_empty: 'roll_over'|'house', on_negative: 'carry'|'write_off', on_refund_after_close: 'next_period'|'clawback', clawback_from: 'everyone'|'credited', own_activity: 'ignore'|'count', renewals: 'count'|'first_payment_only', review: bool, hold_days: int<0, 3650>, grace_minutes: int<0, 10080>, distribution: int|null, period: array{start: string, end: string}|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no distributor with the given id
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_save_distributor( array $distributor ): array {}

	/**
	 * Gives a collaborator points by hand. The same key with the same content again changes nothing and answers the same
	 * event.
	 *
	 * @param array{key: string, distributor: int<1, max>, collaborator: int<1, max>, points: int<-1000000000, 1000000000>, reason: string, now?: string} $credit
	 * @return array{id: int, status: 'counted'|'ignored'|'history', created_at: string, key: string, type: string, occurred_at: string, collaborators: list<array{id: int|null, named: string|null, weight: int, status: 'counted'|'ignored'|'history', reason: string|null}>, subject: string|null, object: string|null, quantity: int|string, times: int, value: string|null, currency: string|null, transaction: int|null, data: mixed, reason: string|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distributor or collaborator
	 * @throws \Siren\Exception\Conflict The distributor is not counting now, the collaborator is not active, or the key was used for something else
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_credit( array $credit ): array {}

	/**
	 * Dismisses a conflict (a record that arrived a second time with other content) after somebody reviewed it, so that
	 * status no longer reports it as a problem. Dismissing it again changes nothing. The first record still counts, and
	 * the second one is kept. Answers the conflict.
	 *
	 * @param int $id the id of the conflict, as find lists it
	 * @param array{now?: string, by?: string, note?: string}|null $details who reviewed it, and when
	 * @return array{id: int, status: 'open'|'dismissed', created_at: string, what: 'event'|'transaction'|'refund', key: string, event: int|null, transaction: int|null, source: string|null, external_id: string|null, refund_id: string|null, currency: string|null, differences: list<array{part: string, external_id: string|null, name: string|null, kept: mixed, told: mixed}>, dismissed_at: string|null, dismissed_by: string|null, note: string|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such conflict
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_dismiss_conflict( int $id, ?array $details = null ): array {}

	/**
	 * Dismisses a refund that waits for a sale that will not arrive, or that does not fit its sale, so that status no
	 * longer reports it as a problem. Dismissing it again changes nothing. If the sale arrives after all, the refund is
	 * applied; one that does not fit stays ignored. Answers the refund.
	 *
	 * @param int $id the id of the refund, as find lists it
	 * @param array{now?: string, by?: string, note?: string}|null $details who reviewed it, and when
	 * @return array{id: int, status: 'waiting'|'dismissed'|'applied'|'ignored'|'repeated', created_at: string, source: string, external_id: string, refund_id: string, undo: bool, occurred_at: string, amount: string|null, currency: string|null, reason: string|null, transaction: int|null, history: bool, dismissed_at: string|null, dismissed_by: string|null, note: string|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such refund
	 * @throws \Siren\Exception\Conflict It is neither waiting nor ignored
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_dismiss_refund( int $id, ?array $details = null ): array {}

	/**
	 * Records a dispute: a collaborator says that an amount of theirs is wrong, or disagrees with what a distribution did
	 * not count. Nobody can have more than five open disputes, or two about the same matter. The same matter can be
	 * disputed again once it is answered.
	 *
	 * @param array{collaborator: int<1, max>, about: array{obligation?: int<1, max>, distribution?: int<1, max>, reason?: string}, text: string, by?: string, now?: string} $dispute
	 * @return array{id: int, status: 'open'|'answered_once'|'accepted'|'declined', created_at: string, collaborator: int, name?: string|null, obligation: int|null, distribution: int|null, reason: string|null, text: string|null, by: string|null, answers: list<array{answer: 'accepted'|'declined', text: string|null, by: string|null, created_at: string}>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such collaborator, obligation or distribution
	 * @throws \Siren\Exception\Conflict The amount is owed to somebody else, the same is already disputed, or they have too many open disputes
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_dispute( array $dispute ): array {}

	/**
	 * Answers a dispute, which moves no money. If the site requires two people, the first answer makes it answered_once,
	 * and somebody else has to give the same answer. Giving the same answer again to an answered dispute changes nothing.
	 * Answers the dispute.
	 *
	 * @param int $id the number of the dispute
	 * @param 'accepted'|'declined' $answer the answer
	 * @param array{text: string, by?: string, now?: string}|null $details why, who answers it, and when
	 * @return array{id: int, status: 'open'|'answered_once'|'accepted'|'declined', created_at: string, collaborator: int, name?: string|null, obligation: int|null, distribution: int|null, reason: string|null, text: string|null, by: string|null, answers: list<array{answer: 'accepted'|'declined', text: string|null, by: string|null, created_at: string}>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such dispute
	 * @throws \Siren\Exception\Conflict It has another answer already, or somebody else must answer it because the site requires two people
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_answer_dispute( int $id, string $answer, ?array $details = null ): array {}

	/**
	 * Takes pending obligations of active collaborators, groups them by collaborator and currency, and makes one payout
	 * for each group. A payout stays valid if its collaborator becomes inactive later. With dry_run, or if there is
	 * nothing to pay, nothing is written and the answer is a plan without an id.
	 *
	 * @param array{now?: string, by?: string, note?: string, currency?: string, collaborators?: list<int<1, max>>, minimum?: string, until?: string, dry_run?: bool}|null $options
	 * @return array{id: int, status: 'pending'|'processing'|'complete'|'failed', created_at: string, totals: list<array{currency: string, amount: string, payouts: int}>, by: string|null, payouts?: list<array{id: int, status: 'unpaid'|'processing'|'paid'|'failed'|'returned', created_at: string, fulfillment: int, collaborator: int, name?: string|null, amount: string, currency: string, reference: string|null, note: string|null, paid_at: string|null}>|null, left_out: list<array{collaborator: int, amount: string, currency: string, reason: string}>}|array{id: int|null, totals: list<array{currency: string, amount: string, payouts: int}>, payouts: list<array{collaborator: int, amount: string, currency: string, obligations: list<int>}>, left_out: list<array{collaborator: int, amount: string, currency: string, reason: string}>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\Conflict An obligation was changed in the meantime, or a sum is too large to count
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_create_fulfillment( ?array $options = null ): array {}

	/**
	 * Holds one pending obligation by hand, with a reason; the others are paid. The obligation becomes rejected with the
	 * reason held_by_hand, and a new one of the kind hold replaces it and stays held until it is released. Holding it
	 * again changes nothing. Answers the obligation that is held.
	 *
	 * @param int $id the number of the obligation
	 * @param string $reason why it is held, in up to 500 characters; shown wherever the obligation is explained
	 * @param array{now?: string, by?: string, note?: string}|null $details who holds it, and when
	 * @return array{id: int, status: 'draft'|'held'|'pending'|'fulfilled'|'complete'|'rejected', created_at: string, kind: 'distribution'|'adjustment'|'reissue'|'hold', collaborator: int, name?: string|null, distributor: int|null, distribution: int|null, allocation: int|null, amount: string, currency: string, reason: string|null, corrects: int|null, payable_at: string, fulfillment: int|null, payout: int|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such obligation
	 * @throws \Siren\Exception\Conflict It is not pending, or claims money back
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_hold_obligation( int $id, string $reason, ?array $details = null ): array {}

	/**
	 * Releases an obligation that is held by hand, so that it can be paid. If the site requires two people, whoever held
	 * it cannot release it. Releasing it again changes nothing. Answers the obligation.
	 *
	 * @param int $id the number of the obligation
	 * @param array{now?: string, by?: string, note?: string}|null $details who releases it, and when
	 * @return array{id: int, status: 'draft'|'held'|'pending'|'fulfilled'|'complete'|'rejected', created_at: string, kind: 'distribution'|'adjustment'|'reissue'|'hold', collaborator: int, name?: string|null, distributor: int|null, distribution: int|null, allocation: int|null, amount: string, currency: string, reason: string|null, corrects: int|null, payable_at: string, fulfillment: int|null, payout: int|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such obligation
	 * @throws \Siren\Exception\Conflict It was never held by hand, or somebody else must release it because the site requires two people
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_release_obligation( int $id, ?array $details = null ): array {}

	/**
	 * Removes delivered messages from the outbox, up to and including one. Repeating it changes nothing.
	 *
	 * @param int<1, max> $until the id of the last message that was delivered
	 * @return array{delivered: int, waiting: int}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_outbox_delivered( int $until ): array {}

	/**
	 * Erases a collaborator: name, e-mail address, WordPress user, groups, codes and payout method are removed, and the
	 * status becomes deleted. In events and sales, a pseudonym replaces every name that is known to be theirs. Amounts
	 * stay. Erasing them again changes nothing.
	 *
	 * @param int $id the number of the collaborator
	 * @return array{collaborator: int|null, collaborators: list<int>, changed: array{collaborators: int<0, max>, aliases: int<0, max>, events: int<0, max>, transactions: int<0, max>, pool_entries: int<0, max>, conflicts: int<0, max>, journal_faults: int<0, max>, dismissals: int<0, max>, disputes: int<0, max>}, kept: list<array{what: string, rows: int<0, max>, why: string}>, left: list<string>, balances: list<array{collaborator: int|null, name?: string|null, currency: string, draft: string, held: string, by_hand: string, holds: list<array{obligation: int, amount: string, currency: string, reason: string}>, pending: string, payable: string, waiting: string, fulfilled: string, paid: string, total: string}>, backups: list<string>, wiped: bool}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such collaborator
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_erase_collaborator( int $id ): array {}

	/**
	 * Erases a person: a collaborator, a customer, a student, a guest or a visitor. All other names that are known to be
	 * theirs are erased too, and so is the collaborator who has one of them. If a person has several accounts, only the
	 * given names are erased, and the others are listed as left. Records that arrive later about them are recognised and
	 * do not bring the names back. Erasing them again changes nothing.
	 *
	 * @param list<string>|string $names the names of the person in events and sales, such as user:7 or email:ann@example.org
	 * @return array{collaborator: int|null, collaborators: list<int>, changed: array{collaborators: int<0, max>, aliases: int<0, max>, events: int<0, max>, transactions: int<0, max>, pool_entries: int<0, max>, conflicts: int<0, max>, journal_faults: int<0, max>, dismissals: int<0, max>, disputes: int<0, max>}, kept: list<array{what: string, rows: int<0, max>, why: string}>, left: list<string>, balances: list<array{collaborator: int|null, name?: string|null, currency: string, draft: string, held: string, by_hand: string, holds: list<array{obligation: int, amount: string, currency: string, reason: string}>, pending: string, payable: string, waiting: string, fulfilled: string, paid: string, total: string}>, backups: list<string>, wiped: bool}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_erase_person( array $names ): array {}

	/**
	 * Retires the numbers of WordPress users whose accounts were deleted, because WordPress may give such a number to
	 * somebody else after an import. Collaborators bound to one of them are unbound, and what they are owed stays. In what
	 * such a user did, a pseudonym replaces the user and still means the same person as all their other names. Doing it
	 * again changes nothing.
	 *
	 * @param list<int<1, max>> $users numbers of WordPress users
	 * @return array{collaborators: list<int>, changed: array{collaborators: int<0, max>, aliases: int<0, max>, events: int<0, max>, transactions: int<0, max>, pool_entries: int<0, max>, conflicts: int<0, max>, journal_faults: int<0, max>, dismissals: int<0, max>, disputes: int<0, max>}}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_retire_users( array $users ): array {}

	/**
	 * Moves a payout forward: from unpaid to processing, from either to paid or failed, and from paid to returned if the
	 * money came back. Moving it to its current status changes nothing. What a failed or returned payout held is owed
	 * again by new obligations. If the site requires two people, whoever made the fulfillment cannot move its payouts.
	 * Answers the payout.
	 *
	 * @param int $id the number of the payout
	 * @param 'unpaid'|'processing'|'paid'|'failed'|'returned' $status the new status
	 * @param array{now?: string, by?: string, note?: string, reference?: string}|null $details who moves it, and details of the payment
	 * @return array{id: int, status: 'unpaid'|'processing'|'paid'|'failed'|'returned', created_at: string, fulfillment: int, collaborator: int, name?: string|null, amount: string, currency: string, reference: string|null, note: string|null, paid_at: string|null, obligations: list<int>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such payout
	 * @throws \Siren\Exception\Conflict It cannot move there, or somebody else must move it because the site requires two people
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_set_payout( int $id, string $status, ?array $details = null ): array {}

	/**
	 * Moves many payouts to one status, all or none, as set_payout moves one. A payout that already has the status stays
	 * as it is. If the site requires two people, whoever made one of their fulfillments cannot move them. If some cannot
	 * be moved, the Conflict has a problem for each, with its index in ids. Answers the payouts in the order of ids.
	 *
	 * @param list<int> $ids the numbers of the payouts, each once
	 * @param 'unpaid'|'processing'|'paid'|'failed'|'returned' $status the new status
	 * @param array{now?: string, by?: string, note?: string, reference?: string}|null $details who moves it, and details of the payment
	 * @return list<array{id: int, status: 'unpaid'|'processing'|'paid'|'failed'|'returned', created_at: string, fulfillment: int, collaborator: int, name?: string|null, amount: string, currency: string, reference: string|null, note: string|null, paid_at: string|null, obligations: list<int>}>
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\Conflict One of them does not exist or cannot be moved, or somebody else must move it; then none is moved
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_set_payouts( array $ids, string $status, ?array $details = null ): array {}

	/**
	 * Adds money to the pool of a distributor's open period. The same key with the same content again changes nothing and
	 * gives the same answer.
	 *
	 * @param array{key: string, distributor: int<1, max>, amount: string, reason: string, now?: string} $top_up
	 * @return array{key: string, distributor: int, distribution: int, amount: string, currency: string, reason: string, created_at: string}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distributor
	 * @throws \Siren\Exception\Conflict The distributor has no open pool, or the key was used for something else
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_top_up( array $top_up ): array {}

	/**
	 * What is owed and what was paid, by collaborator and currency; without a collaborator, for the whole site. Somebody
	 * who was never owed anything has no row.
	 *
	 * @param array{collaborator?: list<int<1, max>>|int<1, max>, currency?: string, names?: bool}|null $query
	 * @return list<array{collaborator: int|null, name?: string|null, currency: string, draft: string, held: string, by_hand: string, holds: list<array{obligation: int, amount: string, currency: string, reason: string}>, pending: string, payable: string, waiting: string, fulfilled: string, paid: string, total: string}>
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_balances( ?array $query = null ): array {}

	/**
	 * Checks a distributor as save_distributor would, without saving it. Answers every problem, or the rules in one plain
	 * sentence if there is none.
	 *
	 * @param array{id?: int<1, max>, status?: 'draft'|'active'|'paused'|'archived', now?: string, apply_now?: bool, name: string, units: string, starts_at?: string, schedule: array{every: 'day'|'week'|'month'|'quarter'|'year'|array{days: int<1, 3660>}, on?: 'monday'|'tuesday'|'wednesday'|'thursday'|'friday'|'saturday'|'sunday'|int<1, 31>|string, at?: string, timezone?: string}, metrics: list<array{event: string, points: int<0, 1000000>, split?: 'each'|'equally'|'by_weight', per?: 'event'|'unit'|'currency_unit', currency?: string, count_free?: bool, minimum_amount?: string, once_per?: 'customer', students?: 'all'|'paid'}>, pool: array{sources: list<array{kind: 'revenue_share', percent: string, include: list<'line_items'|'discounts'|'fees'|'shipping'|'taxes'>, filter?: array{types?: list<string>, skus?: list<string>, categories?: list<string>, collaborator_owned?: bool, referred?: bool}}|array{kind: 'fixed', amount: string}|array{kind: 'per_event', event: string, amount: string}>, floor?: string, cap?: string}, structure: array{kind: 'shared_engagement_pool'}|array{kind: 'performance_weighted_pool'}|array{kind: 'top_score_wins', tie?: 'first'|'split'}|array{kind: 'ladder', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'top_n', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'target_bonus', score: int<1, 1000000000000>, amount: string}|array{kind: 'user_centric_pool'}, audience?: array{kind: 'all'}|array{kind: 'list', ids: list<int<1, max>>}|array{kind: 'group', groups: list<string>}, minimum_score?: int<0, 1000000000000>, cap_percent?: string, on_inactive?: 'exclude'|'hold', on_empty?: 'roll_over'|'house', on_negative?: 'carry'|'write_off', on_refund_after_close?: 'next_period'|'clawback', clawback_from?: 'everyone'|'credited', own_activity?: 'ignore'|'count', renewals?: 'count'|'first_payment_only', review?: bool, hold_days?: int<0, 3650>, grace_minutes?: int<0, 10080>} $distributor
	 * @return array{problems: list<array{path: string, message: string, message_parts: array{code: string, values: array<string, mixed>}}>, sentence: string|null, sentence_message: array{code: string, values: array<string, mixed>}|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no distributor with the given id
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_check_distributor( array $distributor ): array {}

	/**
	 * Describes every call, or one, with JSON Schemas of its arguments and its answer, generated by the code that reads
	 * and writes them. They include choices, defaults and limits.
	 *
	 * @param 'adjust'|'approve_distribution'|'backup'|'balances'|'save_collaborator'|'check_distributor'|'save_distributor'|'credit'|'describe'|'dismiss_conflict'|'dismiss_refund'|'dispute'|'answer_dispute'|'doubts'|'explain'|'find'|'create_fulfillment'|'get'|'hold_obligation'|'release_obligation'|'not_counted'|'outbox_delivered'|'outbox'|'erase_collaborator'|'erase_person'|'export_collaborator'|'export_person'|'retire_users'|'rebuild'|'record_event'|'record_events'|'record_refund'|'record_transaction'|'roll_up'|'run_due'|'set_payout'|'set_payouts'|'simulate'|'try_distributor'|'maintain'|'standings'|'status'|'timeline'|'top_up'|'verify'|'export_ledger'|'visits'|null $call only this call; all, if absent
	 * @return list<array{name: string, kind: 'record'|'change'|'question'|'task'|'step', about: string, input: mixed, answer: mixed, refusals: list<array{kind: 'not_found'|'conflict', when: string}>}>
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_describe( ?string $call = null ): array {}

	/**
	 * Reports doubtful events of a distribution, which somebody should review before money is paid. It only reports and
	 * excludes nothing. The answer lists at most 100 collaborators, those with doubts about the largest share of their
	 * points first.
	 *
	 * @param int $distribution the number of the distribution
	 * @param array{collaborator?: int<1, max>}|null $query what to restrict the answer to
	 * @return array{distributor: int, distribution: int, period: array{start: string, end: string}, total: int<0, max>, collaborators: list<array{collaborator: int, score: int|string, doubts: list<array{kind: 'same_family'|'shared_payout'|'velocity'|'one_network'|'in_seconds', count: int, of: int|null, points: int|string, share: string, types: list<string>, events: list<int>, collaborators: list<int>, domain: string|null, networks: int|null}>}>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distribution
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_doubts( int $distribution, ?array $query = null ): array {}

	/**
	 * Why an amount is owed: amount, share, points, events. What does not concern the obligation is null or empty.
	 *
	 * @param int $obligation the number of the obligation
	 * @return array{obligation: array{id: int, status: 'draft'|'held'|'pending'|'fulfilled'|'complete'|'rejected', created_at: string, kind: 'distribution'|'adjustment'|'reissue'|'hold', collaborator: int, name?: string|null, distributor: int|null, distribution: int|null, allocation: int|null, amount: string, currency: string, reason: string|null, corrects: int|null, payable_at: string, fulfillment: int|null, payout: int|null}, distribution: array{id: int, distributor: int, period: array{start: string, end: string}, version: int, hash: string|null}|null, rule: array{version: int, sentence: string, sentence_message: array{code: string, values: array<string, mixed>}, structure: array<string, mixed>|list<mixed>|null}|null, pool: array{amount: string, currency: string, sources: mixed}|null, score: int|string|null, rank: int|null, share: string|null, points: list<array{type: string, events: int, taken_back: int, not_counted: array<string, int>, each: int|null, total: int|string}>, arithmetic: list<string>, arithmetic_messages: list<array{code: string, values: array<string, mixed>}>, divisions: list<array{hash: string, pool: string, score: int|string, share: string, amount: string, obligation: int|null}>, events: array{items: list<array{id: int|null, type: string, occurred_at: string, object: string|null, points: int|string, status: string}>, total: int}, refunds: list<array{source: string, external_id: string, refund_id: string, undo: bool, occurred_at: string, amount: string}>, without_refunds: array{divided: array{pool: string, score: int|string, share: string, amount: string}, without: array{pool: string, score: int|string, share: string, amount: string}, owed: string, claimed: string, hash: string}|null, because: array<string, mixed>|null, hold: array{reason: string, by: string|null, ended: bool, ended_by: string|null}|null, sentence: string, sentence_message: array{code: string, values: array<string, mixed>}|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such obligation
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_explain( int $obligation ): array {}

	/**
	 * Lists rows of one kind, a page at a time, newest first unless another order is given. A filter takes one value, or a
	 * list of values any of which may match.
	 *
	 * @param 'collaborators'|'distributors'|'distributions'|'allocations'|'obligations'|'fulfillments'|'payouts'|'transactions'|'events'|'metrics'|'refunds'|'conflicts'|'disputes' $what what to list
	 * @param array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, email?: string|list<string>, wp_user_id?: int<0, max>|list<int<0, max>>, created_from?: string, created_until?: string, search?: string, order_by?: 'id'|'created_at'|'name'|'status', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, units?: string|list<string>, search?: string, order_by?: 'id'|'created_at'|'name'|'status', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, distributor?: int<0, max>|list<int<0, max>>, ended_from?: string, ended_until?: string, search?: string, order_by?: 'id'|'period'|'amount'|'closed_at'|'distributor'|'status', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, distribution?: int<0, max>|list<int<0, max>>, distributor?: int<0, max>|list<int<0, max>>, collaborator?: int<0, max>|list<int<0, max>>, search?: string, order_by?: 'id'|'rank'|'amount'|'collaborator', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>, names?: bool}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, kind?: string|list<string>, collaborator?: int<0, max>|list<int<0, max>>, distributor?: int<0, max>|list<int<0, max>>, distribution?: int<0, max>|list<int<0, max>>, fulfillment?: int<0, max>|list<int<0, max>>, payout?: int<0, max>|list<int<0, max>>, currency?: string|list<string>, created_from?: string, created_until?: string, search?: string, order_by?: 'id'|'created_at'|'amount'|'collaborator'|'status', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>, names?: bool}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, created_from?: string, created_until?: string, search?: string, order_by?: 'id'|'created_at'|'status', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, fulfillment?: int<0, max>|list<int<0, max>>, collaborator?: int<0, max>|list<int<0, max>>, currency?: string|list<string>, paid_from?: string, paid_until?: string, search?: string, order_by?: 'id'|'created_at'|'amount'|'collaborator'|'status'|'paid_at', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>, names?: bool}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, source?: string|list<string>, external_id?: string|list<string>, currency?: string|list<string>, customer?: string|list<string>, referrer?: int<0, max>|list<int<0, max>>, history?: bool, occurred_from?: string, occurred_until?: string, search?: string, order_by?: 'id'|'occurred_at'|'amount', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, type?: string|list<string>, key?: string|list<string>, reason?: string|list<string>, subject?: string|list<string>, object?: string|list<string>, transaction?: int<0, max>|list<int<0, max>>, collaborator?: int<0, max>, occurred_from?: string, occurred_until?: string, search?: string, order_by?: 'id'|'occurred_at'|'type', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, distributor?: int<0, max>|list<int<0, max>>, distribution?: int<0, max>|list<int<0, max>>, collaborator?: int<0, max>|list<int<0, max>>, event?: int<0, max>|list<int<0, max>>, type?: string|list<string>, search?: string, order_by?: 'id'|'created_at', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>, names?: bool}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, source?: string|list<string>, external_id?: string|list<string>, transaction?: int<0, max>|list<int<0, max>>, history?: bool, dismissed?: bool, created_until?: string, occurred_from?: string, occurred_until?: string, search?: string, order_by?: 'id'|'occurred_at'|'created_at', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, what?: string|list<string>, key?: string|list<string>, source?: string|list<string>, external_id?: string|list<string>, created_from?: string, created_until?: string, search?: string, order_by?: 'id'|'created_at', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>}|array{id?: int<0, max>|list<int<0, max>>, status?: string|list<string>, collaborator?: int<0, max>|list<int<0, max>>, obligation?: int<0, max>|list<int<0, max>>, distribution?: int<0, max>|list<int<0, max>>, search?: string, order_by?: 'id'|'created_at', order?: 'asc'|'desc', page?: int<1, 10000000>, per_page?: int<1, 100>, names?: bool}|null $query filters, order and page
	 * @return array{items: list<array{id: int, status: 'active'|'pending'|'inactive'|'rejected'|'deleted', created_at: string, name: string, email: string|null, wp_user_id: int|null, aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, old_aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, groups: list<string>, payout: array<string, mixed>|list<mixed>|null}>, total: int}|array{items: list<array{id: int, status: 'draft'|'active'|'paused'|'archived', created_at: string, version: int, name: string, units: string, starts_at: string, schedule: array{every: 'day'|'week'|'month'|'quarter'|'year'|array{days: int<1, 3660>}, on?: 'monday'|'tuesday'|'wednesday'|'thursday'|'friday'|'saturday'|'sunday'|int<1, 31>|string, at?: string, timezone?: string}, metrics: list<array{event: string, points: int<0, 1000000>, split?: 'each'|'equally'|'by_weight', per?: 'event'|'unit'|'currency_unit', currency?: string, count_free?: bool, minimum_amount?: string, once_per?: 'customer', students?: 'all'|'paid'}>, pool: array{sources: list<array{kind: 'revenue_share', percent: string, include: list<'line_items'|'discounts'|'fees'|'shipping'|'taxes'>, filter?: array{types?: list<string>, skus?: list<string>, categories?: list<string>, collaborator_owned?: bool, referred?: bool}}|array{kind: 'fixed', amount: string}|array{kind: 'per_event', event: string, amount: string}>, floor?: string, cap?: string}, structure: array{kind: 'shared_engagement_pool'}|array{kind: 'performance_weighted_pool'}|array{kind: 'top_score_wins', tie?: 'first'|'split'}|array{kind: 'ladder', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'top_n', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'target_bonus', score: int<1, 1000000000000>, amount: string}|array{kind: 'user_centric_pool'}, audience: array{kind: 'all'}|array{kind: 'list', ids: list<int<1, max>>}|array{kind: 'group', groups: list<string>}, minimum_score: int<0, 1000000000000>, cap_percent: string, on_inactive: 'exclude'|'hold', on_empty: 'roll_over'|'house', on_negative: 'carry'|'write_off', on_refund_after_close: 'next_period'|'clawback', clawback_from: 'everyone'|'credited', own_activity: 'ignore'|'count', renewals: 'count'|'first_payment_only', review: bool, hold_days: int<0, 3650>, grace_minutes: int<0, 10080>, distribution: int|null, period: array{start: string, end: string}|null}>, total: int}|array{items: list<array{id: int, status: 'scheduled'|'tracking'|'review'|'complete'|'skipped'|'failed', created_at: string, distributor: int, version: int, period: array{start: string, end: string}, amount: string|null, currency: string, obligations: int, closed_at: string|null, reason: string|null, hash: string|null}>, total: int}|array{items: list<array{id: int, status: 'paid'|'held'|'zero'|'ineligible', created_at: string, distribution: int, distributor: int, collaborator: int, name?: string|null, rank: int, score: int|string, share: string, amount: string, currency: string, reason: string|null}>, total: int}|array{items: list<array{id: int, status: 'draft'|'held'|'pending'|'fulfilled'|'complete'|'rejected', created_at: string, kind: 'distribution'|'adjustment'|'reissue'|'hold', collaborator: int, name?: string|null, distributor: int|null, distribution: int|null, allocation: int|null, amount: string, currency: string, reason: string|null, corrects: int|null, payable_at: string, fulfillment: int|null, payout: int|null}>, total: int}|array{items: list<array{id: int, status: 'pending'|'processing'|'complete'|'failed', created_at: string, totals: list<array{currency: string, amount: string, payouts: int}>}>, total: int}|array{items: list<array{id: int, status: 'unpaid'|'processing'|'paid'|'failed'|'returned', created_at: string, fulfillment: int, collaborator: int, name?: string|null, amount: string, currency: string, reference: string|null, note: string|null, paid_at: string|null}>, total: int}|array{items: list<array{id: int, status: 'complete'|'cancelled'|'refunded', created_at: string, source: string, external_id: string, currency: string, occurred_at: string, customer: string|null, amount: string, refunded: string, renewal: bool, coupons: mixed, referrer: int|null, revision: int|null, history: bool}>, total: int}|array{items: list<array{id: int, status: 'counted'|'ignored'|'history', created_at: string, key: string, type: string, occurred_at: string, collaborators: list<array{id: int|null, named: string|null, weight: int, status: 'counted'|'ignored'|'history', reason: string|null}>, subject: string|null, object: string|null, quantity: int|string, times: int, value: string|null, currency: string|null, transaction: int|null, data: mixed, reason: string|null}>, total: int}|array{items: list<array{id: int, status: 'counted'|'late'|'reversed'|'restored'|'carried'|'no_value'|'not_paid'|'below_minimum_amount'|'customer_counted'|'clawed_back'|'clawback_undone'|'clawback_counted', created_at: string, distributor: int, distribution: int, collaborator: int, name?: string|null, event: int|null, type: string, points: int|string}>, total: int}|array{items: list<array{id: int, status: 'waiting'|'dismissed'|'applied'|'ignored'|'repeated', created_at: string, source: string, external_id: string, refund_id: string, undo: bool, occurred_at: string, amount: string|null, currency: string|null, reason: string|null, transaction: int|null, history: bool, dismissed_at: string|null, dismissed_by: string|null, note: string|null}>, total: int}|array{items: list<array{id: int, status: 'open'|'dismissed', created_at: string, what: 'event'|'transaction'|'refund', key: string, event: int|null, transaction: int|null, source: string|null, external_id: string|null, refund_id: string|null, currency: string|null, differences: list<array{part: string, external_id: string|null, name: string|null, kept: mixed, told: mixed}>, dismissed_at: string|null, dismissed_by: string|null, note: string|null}>, total: int}|array{items: list<array{id: int, status: 'open'|'answered_once'|'accepted'|'declined', created_at: string, collaborator: int, name?: string|null, obligation: int|null, distribution: int|null, reason: string|null, text: string|null, by: string|null, answers: list<array{answer: 'accepted'|'declined', text: string|null, by: string|null, created_at: string}>}>, total: int}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_find( string $what, ?array $query = null ): array {}

	/**
	 * One row with its parts, or null if there is none with this number.
	 *
	 * @param 'collaborators'|'distributors'|'distributions'|'allocations'|'obligations'|'fulfillments'|'payouts'|'transactions'|'events'|'metrics'|'refunds'|'conflicts'|'disputes' $what what kind of row
	 * @param int $id its number
	 * @param array{lists?: bool}|null $details which parts
	 * @return array{id: int, status: 'active'|'pending'|'inactive'|'rejected'|'deleted', created_at: string, name: string, email: string|null, wp_user_id: int|null, aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, old_aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, groups: list<string>, payout: array<string, mixed>|list<mixed>|null}|array{id: int, status: 'draft'|'active'|'paused'|'archived', created_at: string, version: int, name: string, units: string, starts_at: string, schedule: array{every: 'day'|'week'|'month'|'quarter'|'year'|array{days: int<1, 3660>}, on?: 'monday'|'tuesday'|'wednesday'|'thursday'|'friday'|'saturday'|'sunday'|int<1, 31>|string, at?: string, timezone?: string}, metrics: list<array{event: string, points: int<0, 1000000>, split?: 'each'|'equally'|'by_weight', per?: 'event'|'unit'|'currency_unit', currency?: string, count_free?: bool, minimum_amount?: string, once_per?: 'customer', students?: 'all'|'paid'}>, pool: array{sources: list<array{kind: 'revenue_share', percent: string, include: list<'line_items'|'discounts'|'fees'|'shipping'|'taxes'>, filter?: array{types?: list<string>, skus?: list<string>, categories?: list<string>, collaborator_owned?: bool, referred?: bool}}|array{kind: 'fixed', amount: string}|array{kind: 'per_event', event: string, amount: string}>, floor?: string, cap?: string}, structure: array{kind: 'shared_engagement_pool'}|array{kind: 'performance_weighted_pool'}|array{kind: 'top_score_wins', tie?: 'first'|'split'}|array{kind: 'ladder', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'top_n', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'target_bonus', score: int<1, 1000000000000>, amount: string}|array{kind: 'user_centric_pool'}, audience: array{kind: 'all'}|array{kind: 'list', ids: list<int<1, max>>}|array{kind: 'group', groups: list<string>}, minimum_score: int<0, 1000000000000>, cap_percent: string, on_inactive: 'exclude'|'hold', on_empty: 'roll_over'|'house', on_negative: 'carry'|'write_off', on_refund_after_close: 'next_period'|'clawback', clawback_from: 'everyone'|'credited', own_activity: 'ignore'|'count', renewals: 'count'|'first_payment_only', review: bool, hold_days: int<0, 3650>, grace_minutes: int<0, 10080>, distribution: int|null, period: array{start: string, end: string}|null}|array{id: int, status: 'scheduled'|'tracking'|'review'|'complete'|'skipped'|'failed', created_at: string, distributor: int, version: int, period: array{start: string, end: string}, amount: string|null, currency: string, obligations: int, closed_at: string|null, reason: string|null, hash: string|null, sources: list<array{kind: string, percent?: string|null, base?: string|null, amount: string}>, allocations?: list<array{id: int, status: 'paid'|'held'|'zero'|'ineligible', created_at: string, distribution: int, distributor: int, collaborator: int, name?: string|null, rank: int, score: int|string, share: string, amount: string, currency: string, reason: string|null}>|null}|array{id: int, status: 'paid'|'held'|'zero'|'ineligible', created_at: string, distribution: int, distributor: int, collaborator: int, name?: string|null, rank: int, score: int|string, share: string, amount: string, currency: string, reason: string|null}|array{id: int, status: 'draft'|'held'|'pending'|'fulfilled'|'complete'|'rejected', created_at: string, kind: 'distribution'|'adjustment'|'reissue'|'hold', collaborator: int, name?: string|null, distributor: int|null, distribution: int|null, allocation: int|null, amount: string, currency: string, reason: string|null, corrects: int|null, payable_at: string, fulfillment: int|null, payout: int|null}|array{id: int, status: 'pending'|'processing'|'complete'|'failed', created_at: string, totals: list<array{currency: string, amount: string, payouts: int}>, by: string|null, payouts?: list<array{id: int, status: 'unpaid'|'processing'|'paid'|'failed'|'returned', created_at: string, fulfillment: int, collaborator: int, name?: string|null, amount: string, currency: string, reference: string|null, note: string|null, paid_at: string|null}>|null}|array{id: int, status: 'unpaid'|'processing'|'paid'|'failed'|'returned', created_at: string, fulfillment: int, collaborator: int, name?: string|null, amount: string, currency: string, reference: string|null, note: string|null, paid_at: string|null, obligations: list<int>}|array{id: int, status: 'complete'|'cancelled'|'refunded', created_at: string, source: string, external_id: string, currency: string, occurred_at: string, customer: string|null, amount: string, refunded: string, renewal: bool, coupons: mixed, referrer: int|null, revision: int|null, history: bool, details: list<array{kind: 'line_item'|'discount'|'fee'|'shipping'|'tax', external_id: string, amount: string, refunded: string, quantity: int|string, name: string|null, type: string|null, sku: string|null, categories: mixed, owners: mixed, line: string|null, event: int|null}>, refunds: list<array{refund_id: string, undo: bool, status: string, created_at: string, occurred_at: string, amount: string|null, reason: string|null}>, amendments: list<array{revision: int, created_at: string, occurred_at: string, amount: string, details: list<array{kind: 'line_item'|'discount'|'fee'|'shipping'|'tax', external_id: string, name: string|null, amount: string, quantity_before: int|string, quantity: int|string}>}>}|array{id: int, status: 'counted'|'ignored'|'history', created_at: string, key: string, type: string, occurred_at: string, collaborators: list<array{id: int|null, named: string|null, weight: int, status: 'counted'|'ignored'|'history', reason: string|null}>, subject: string|null, object: string|null, quantity: int|string, times: int, value: string|null, currency: string|null, transaction: int|null, data: mixed, reason: string|null}|array{id: int, status: 'counted'|'late'|'reversed'|'restored'|'carried'|'no_value'|'not_paid'|'below_minimum_amount'|'customer_counted'|'clawed_back'|'clawback_undone'|'clawback_counted', created_at: string, distributor: int, distribution: int, collaborator: int, name?: string|null, event: int|null, type: string, points: int|string}|array{id: int, status: 'waiting'|'dismissed'|'applied'|'ignored'|'repeated', created_at: string, source: string, external_id: string, refund_id: string, undo: bool, occurred_at: string, amount: string|null, currency: string|null, reason: string|null, transaction: int|null, history: bool, dismissed_at: string|null, dismissed_by: string|null, note: string|null}|array{id: int, status: 'open'|'dismissed', created_at: string, what: 'event'|'transaction'|'refund', key: string, event: int|null, transaction: int|null, source: string|null, external_id: string|null, refund_id: string|null, currency: string|null, differences: list<array{part: string, external_id: string|null, name: string|null, kept: mixed, told: mixed}>, dismissed_at: string|null, dismissed_by: string|null, note: string|null}|array{id: int, status: 'open'|'answered_once'|'accepted'|'declined', created_at: string, collaborator: int, name?: string|null, obligation: int|null, distribution: int|null, reason: string|null, text: string|null, by: string|null, answers: list<array{answer: 'accepted'|'declined', text: string|null, by: string|null, created_at: string}>}|null
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_get( string $what, int $id, ?array $details = null ): ?array {}

	/**
	 * What a distribution did not count for a collaborator, among the types of event that it measures, to be shown to
	 * them. Events of customers who already counted (customer_counted) are included once the period is closed.
	 *
	 * @param int $distribution the number of the distribution
	 * @param int $collaborator the number of the collaborator
	 * @return array{distributor: int, distribution: int, period: array{start: string, end: string}, collaborator: int, reasons: list<array{reason: string, events: int, types: array<string, int>, newest: string}>, complete: bool}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distribution or collaborator
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_not_counted( int $distribution, int $collaborator ): array {}

	/**
	 * Lists messages to others that are not delivered yet, oldest first. Each was written in the same transaction as what
	 * it reports, and stays until outbox_delivered reports it as delivered.
	 *
	 * @param array{limit?: int<1, 100>}|null $query which messages
	 * @return list<array{id: int, kind: 'distribution_completed'|'needs_approval'|'obligation_ready'|'obligation_held'|'payout_paid'|'payout_failed'|'payout_returned', created_at: string, distribution: int|null, obligation: int|null, payout: int|null, obligations: int|null}>
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_outbox( ?array $query = null ): array {}

	/**
	 * Exports everything that is kept about a collaborator: what they earned, and the newest 10,000 events and sales that
	 * name them as subject or customer, under any of their names.
	 *
	 * @param int $id the number of the collaborator
	 * @return array{collaborator: array{id: int, status: 'active'|'pending'|'inactive'|'rejected'|'deleted', created_at: string, name: string, email: string|null, wp_user_id: int|null, aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, old_aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, groups: list<string>, payout: array<string, mixed>|list<mixed>|null}, balances: list<array{collaborator: int|null, name?: string|null, currency: string, draft: string, held: string, by_hand: string, holds: list<array{obligation: int, amount: string, currency: string, reason: string}>, pending: string, payable: string, waiting: string, fulfilled: string, paid: string, total: string}>, obligations: list<array{id: int, status: 'draft'|'held'|'pending'|'fulfilled'|'complete'|'rejected', created_at: string, kind: 'distribution'|'adjustment'|'reissue'|'hold', collaborator: int, name?: string|null, distributor: int|null, distribution: int|null, allocation: int|null, amount: string, currency: string, reason: string|null, corrects: int|null, payable_at: string, fulfillment: int|null, payout: int|null}>, payouts: list<array{id: int, status: 'unpaid'|'processing'|'paid'|'failed'|'returned', created_at: string, fulfillment: int, collaborator: int, name?: string|null, amount: string, currency: string, reference: string|null, note: string|null, paid_at: string|null}>, allocations: list<array{id: int, status: 'paid'|'held'|'zero'|'ineligible', created_at: string, distribution: int, distributor: int, collaborator: int, name?: string|null, rank: int, score: int|string, share: string, amount: string, currency: string, reason: string|null}>, metrics: list<array{distributor: int, type: string, metrics: int, points: int|string}>, disputes: list<array{id: int, status: 'open'|'answered_once'|'accepted'|'declined', created_at: string, collaborator: int, name?: string|null, obligation: int|null, distribution: int|null, reason: string|null, text: string|null, by: string|null, answers: list<array{answer: 'accepted'|'declined', text: string|null, by: string|null, created_at: string}>}>, events: array{items: list<array{id: int, status: 'counted'|'ignored'|'history', created_at: string, key: string, type: string, occurred_at: string, collaborators: list<array{id: int|null, named: string|null, weight: int, status: 'counted'|'ignored'|'history', reason: string|null}>, subject: string|null, object: string|null, quantity: int|string, times: int, value: string|null, currency: string|null, transaction: int|null, data: mixed, reason: string|null}>, total: int}, transactions: array{items: list<array{id: int, status: 'complete'|'cancelled'|'refunded', created_at: string, source: string, external_id: string, currency: string, occurred_at: string, customer: string|null, amount: string, refunded: string, renewal: bool, coupons: mixed, referrer: int|null, revision: int|null, history: bool}>, total: int}, names: list<string>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such collaborator
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_export_collaborator( int $id ): array {}

	/**
	 * Exports everything that is kept about a person, a page at a time. What they earned as collaborators, and conflicts,
	 * are on the first page.
	 *
	 * @param list<string>|string $names the names of the person in events and sales, such as user:7 or email:ann@example.org
	 * @param array{page?: int<1, max>, per_page?: int<1, 500>}|null $query which page
	 * @return array{names: list<string>, left: list<string>, collaborators: list<array{collaborator: array{id: int, status: 'active'|'pending'|'inactive'|'rejected'|'deleted', created_at: string, name: string, email: string|null, wp_user_id: int|null, aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, old_aliases: list<array{type: 'coupon'|'link'|'wp_user', code: string}>, groups: list<string>, payout: array<string, mixed>|list<mixed>|null}, balances: list<array{collaborator: int|null, name?: string|null, currency: string, draft: string, held: string, by_hand: string, holds: list<array{obligation: int, amount: string, currency: string, reason: string}>, pending: string, payable: string, waiting: string, fulfilled: string, paid: string, total: string}>, obligations: list<array{id: int, status: 'draft'|'held'|'pending'|'fulfilled'|'complete'|'rejected', created_at: string, kind: 'distribution'|'adjustment'|'reissue'|'hold', collaborator: int, name?: string|null, distributor: int|null, distribution: int|null, allocation: int|null, amount: string, currency: string, reason: string|null, corrects: int|null, payable_at: string, fulfillment: int|null, payout: int|null}>, payouts: list<array{id: int, status: 'unpaid'|'processing'|'paid'|'failed'|'returned', created_at: string, fulfillment: int, collaborator: int, name?: string|null, amount: string, currency: string, reference: string|null, note: string|null, paid_at: string|null}>, allocations: list<array{id: int, status: 'paid'|'held'|'zero'|'ineligible', created_at: string, distribution: int, distributor: int, collaborator: int, name?: string|null, rank: int, score: int|string, share: string, amount: string, currency: string, reason: string|null}>, metrics: list<array{distributor: int, type: string, metrics: int, points: int|string}>, disputes: list<array{id: int, status: 'open'|'answered_once'|'accepted'|'declined', created_at: string, collaborator: int, name?: string|null, obligation: int|null, distribution: int|null, reason: string|null, text: string|null, by: string|null, answers: list<array{answer: 'accepted'|'declined', text: string|null, by: string|null, created_at: string}>}>}>, events: array{items: list<array{id: int, status: 'counted'|'ignored'|'history', created_at: string, key: string, type: string, occurred_at: string, collaborators: list<array{id: int|null, named: string|null, weight: int, status: 'counted'|'ignored'|'history', reason: string|null}>, subject: string|null, object: string|null, quantity: int|string, times: int, value: string|null, currency: string|null, transaction: int|null, data: mixed, reason: string|null}>, total: int}, transactions: array{items: list<array{id: int, status: 'complete'|'cancelled'|'refunded', created_at: string, source: string, external_id: string, currency: string, occurred_at: string, customer: string|null, amount: string, refunded: string, renewal: bool, coupons: mixed, referrer: int|null, revision: int|null, history: bool}>, total: int}, conflicts: list<array{id: int, status: 'open'|'dismissed', created_at: string, what: 'event'|'transaction'|'refund', key: string, event: int|null, transaction: int|null, source: string|null, external_id: string|null, refund_id: string|null, currency: string|null, differences: list<array{part: string, external_id: string|null, name: string|null, kept: mixed, told: mixed}>, dismissed_at: string|null, dismissed_by: string|null, note: string|null}>, done: bool}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_export_person( array $names, ?array $query = null ): array {}

	/**
	 * What a distributor would have paid over recorded history, period by period. Everything counts by when it happened,
	 * collaborators are paid if they are active now, and what was given by hand is left out. Writes nothing. At most 1000
	 * periods.
	 *
	 * @param array{id?: int<1, max>, status?: 'draft'|'active'|'paused'|'archived', now?: string, apply_now?: bool, name: string, units: string, starts_at?: string, schedule: array{every: 'day'|'week'|'month'|'quarter'|'year'|array{days: int<1, 3660>}, on?: 'monday'|'tuesday'|'wednesday'|'thursday'|'friday'|'saturday'|'sunday'|int<1, 31>|string, at?: string, timezone?: string}, metrics: list<array{event: string, points: int<0, 1000000>, split?: 'each'|'equally'|'by_weight', per?: 'event'|'unit'|'currency_unit', currency?: string, count_free?: bool, minimum_amount?: string, once_per?: 'customer', students?: 'all'|'paid'}>, pool: array{sources: list<array{kind: 'revenue_share', percent: string, include: list<'line_items'|'discounts'|'fees'|'shipping'|'taxes'>, filter?: array{types?: list<string>, skus?: list<string>, categories?: list<string>, collaborator_owned?: bool, referred?: bool}}|array{kind: 'fixed', amount: string}|array{kind: 'per_event', event: string, amount: string}>, floor?: string, cap?: string}, structure: array{kind: 'shared_engagement_pool'}|array{kind: 'performance_weighted_pool'}|array{kind: 'top_score_wins', tie?: 'first'|'split'}|array{kind: 'ladder', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'top_n', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'target_bonus', score: int<1, 1000000000000>, amount: string}|array{kind: 'user_centric_pool'}, audience?: array{kind: 'all'}|array{kind: 'list', ids: list<int<1, max>>}|array{kind: 'group', groups: list<string>}, minimum_score?: int<0, 1000000000000>, cap_percent?: string, on_inactive?: 'exclude'|'hold', on_empty?: 'roll_over'|'house', on_negative?: 'carry'|'write_off', on_refund_after_close?: 'next_period'|'clawback', clawback_from?: 'everyone'|'credited', own_activity?: 'ignore'|'count', renewals?: 'count'|'first_payment_only', review?: bool, hold_days?: int<0, 3650>, grace_minutes?: int<0, 10080>} $distributor a definition as for siren_save_distributor(); with id, it is tried over that distributor's newest rules
	 * @param string $from the start of the simulation, which replaces starts_at
	 * @param string $to the end of the simulation; what happened at or after it is left out
	 * @return list<array{period: array{start: string, end: string}, status: 'scheduled'|'tracking'|'review'|'complete'|'skipped'|'failed', reason: string|null, pool: array{amount: string, currency: string, sources: list<array{kind: string, percent?: string|null, base?: string|null, amount: string}>}, carried: string|null, allocations: list<array{collaborator: int, rank: int, score: int|string, share: string, amount: string, status: 'paid'|'held'|'zero'|'ineligible', reason: string|null}>, adjustments: list<array{collaborator: int, amount: string, period: array{start: string, end: string}}>}>
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distributor
	 * @throws \Siren\Exception\Conflict A sum is too large to count
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_simulate( array $distributor, string $from, string $to ): array {}

	/**
	 * What a distributor would pay now, and would have paid in its last periods: 7 days, 6 weeks, 6 months, 4 quarters, 3
	 * years, or 6 periods of a number of days. It begins with the period of the first record. Otherwise the same as
	 * siren_simulate(). Writes nothing.
	 *
	 * @param array{id?: int<1, max>, status?: 'draft'|'active'|'paused'|'archived', now?: string, apply_now?: bool, name: string, units: string, starts_at?: string, schedule: array{every: 'day'|'week'|'month'|'quarter'|'year'|array{days: int<1, 3660>}, on?: 'monday'|'tuesday'|'wednesday'|'thursday'|'friday'|'saturday'|'sunday'|int<1, 31>|string, at?: string, timezone?: string}, metrics: list<array{event: string, points: int<0, 1000000>, split?: 'each'|'equally'|'by_weight', per?: 'event'|'unit'|'currency_unit', currency?: string, count_free?: bool, minimum_amount?: string, once_per?: 'customer', students?: 'all'|'paid'}>, pool: array{sources: list<array{kind: 'revenue_share', percent: string, include: list<'line_items'|'discounts'|'fees'|'shipping'|'taxes'>, filter?: array{types?: list<string>, skus?: list<string>, categories?: list<string>, collaborator_owned?: bool, referred?: bool}}|array{kind: 'fixed', amount: string}|array{kind: 'per_event', event: string, amount: string}>, floor?: string, cap?: string}, structure: array{kind: 'shared_engagement_pool'}|array{kind: 'performance_weighted_pool'}|array{kind: 'top_score_wins', tie?: 'first'|'split'}|array{kind: 'ladder', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'top_n', prizes: list<string>, missing?: 'rescale'|'roll_over'}|array{kind: 'target_bonus', score: int<1, 1000000000000>, amount: string}|array{kind: 'user_centric_pool'}, audience?: array{kind: 'all'}|array{kind: 'list', ids: list<int<1, max>>}|array{kind: 'group', groups: list<string>}, minimum_score?: int<0, 1000000000000>, cap_percent?: string, on_inactive?: 'exclude'|'hold', on_empty?: 'roll_over'|'house', on_negative?: 'carry'|'write_off', on_refund_after_close?: 'next_period'|'clawback', clawback_from?: 'everyone'|'credited', own_activity?: 'ignore'|'count', renewals?: 'count'|'first_payment_only', review?: bool, hold_days?: int<0, 3650>, grace_minutes?: int<0, 10080>} $distributor a definition as for siren_save_distributor(); with id, it is tried over that distributor's newest rules
	 * @param string|null $now when this happens; the current time by default
	 * @return array{open: array{period: array{start: string, end: string}, status: 'scheduled'|'tracking'|'review'|'complete'|'skipped'|'failed', reason: string|null, pool: array{amount: string, currency: string, sources: list<array{kind: string, percent?: string|null, base?: string|null, amount: string}>}, carried: string|null, allocations: list<array{collaborator: int, rank: int, score: int|string, share: string, amount: string, status: 'paid'|'held'|'zero'|'ineligible', reason: string|null}>, adjustments: list<array{collaborator: int, amount: string, period: array{start: string, end: string}}>}|null, before: list<array{period: array{start: string, end: string}, status: 'scheduled'|'tracking'|'review'|'complete'|'skipped'|'failed', reason: string|null, pool: array{amount: string, currency: string, sources: list<array{kind: string, percent?: string|null, base?: string|null, amount: string}>}, carried: string|null, allocations: list<array{collaborator: int, rank: int, score: int|string, share: string, amount: string, status: 'paid'|'held'|'zero'|'ineligible', reason: string|null}>, adjustments: list<array{collaborator: int, amount: string, period: array{start: string, end: string}}>}>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distributor
	 * @throws \Siren\Exception\Conflict A sum is too large to count
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_try_distributor( array $distributor, ?string $now = null ): array {}

	/**
	 * Who would get what if the distributor's open period were divided now: the period that contains now, or, if the
	 * heartbeat is late, the oldest one that is not closed. Best first; everybody, unless a page is asked for.
	 *
	 * @param int $distributor the number of the distributor
	 * @param string|null $now when this happens; the current time by default
	 * @param array{page?: int<1, 10000000>, per_page?: int<1, 100>, names?: bool, collaborator?: int<1, max>}|null $query which rows to list
	 * @return array{distributor: int, distribution: int, period: array{start: string, end: string}, pool: array{amount: string, currency: string, sources: list<array{kind: string, percent?: string|null, base?: string|null, amount: string}>}, standings: list<array{collaborator: int, name?: string|null, rank: int, score: int|string, share: string, amount: string, reason: string|null}>, total?: int<0, max>|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distributor
	 * @throws \Siren\Exception\Conflict No period is open
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_standings( int $distributor, ?string $now = null, ?array $query = null ): array {}

	/**
	 * The health of the site's data: every problem, with what to do about it. Nothing is folded; what is recorded but not
	 * folded yet is reported as waiting.
	 *
	 * @param string|null $now when this happens; the current time by default
	 * @return array{version: string, store: array{kind: string, path: string, schema: int, bytes: int<0, max>}, waiting: array{records: int<0, max>, bytes: int<0, max>}, last_run: string|null, unconfirmed: array{now: string, reason: string, compared_with: string}|null, overdue: list<array{distributor: int, distribution: int, due_at: string}>, counts: array{events: int, faults: int, conflicts: int, disputes: int, waiting_refunds: int, ignored_refunds: int, outbox: int}, unknown_codes: list<array{type: string, code: string|null, uses: int, last_at: string}>, problems: list<array{code: string, message: string, message_parts: array{code: string, values: array<string, mixed>}|null, action: string}>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_status( ?string $now = null ): array {}

	/**
	 * How the ten best scores of a distribution grew, for a chart: the scores at the end of each step. Points that were
	 * carried over or arrived late are included from the first step on.
	 *
	 * @param int $distribution the number of the distribution
	 * @param 'hour'|'day'|'week'|'month'|null $step the distance between two points of the chart
	 * @param string|null $now when this happens; the current time by default
	 * @return array{distributor: int, distribution: int, period: array{start: string, end: string}, step: 'hour'|'day'|'week'|'month', points: list<array{at: string, scores: list<array{collaborator: int, score: int|string}>}>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distribution
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_timeline( int $distribution, ?string $step = null, ?string $now = null ): array {}

	/**
	 * Verifies the ledger: calculates its hash chain and every distribution again, makes every money row from it once
	 * more, and compares each column with the database. Writes nothing.
	 *
	 * @return array{ok: bool, checked: array{lines: int, head: string, acts: array<string, int<0, max>>, distributions: int<0, max>, rows: array<string, int<0, max>>}, problems: list<array{table: string, id: int, column: string, message: string}>, total: int<0, max>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_verify(): array {}

	/**
	 * Where the visits that a distribution counts came from, for somebody to review before money is paid. A network is an
	 * IPv4 address or an IPv6 /48; it has another name each day, so it counts again on each. The answer lists at most 100
	 * collaborators, those with the most suspicious visits first.
	 *
	 * @param int $distribution the number of the distribution
	 * @param array{collaborator?: int<1, max>}|null $query what to restrict the answer to
	 * @return array{distributor: int, distribution: int, period: array{start: string, end: string}, visits: int, networks: int, busy_networks: int, busy_visits: int, unknown: int, crowd: int, collaborators: list<array{collaborator: int, visits: int, networks: int, busy_networks: int, busy_visits: int, unknown: int, crowd: int, days?: list<array{day: string, visits: int, networks: int, busy_networks: int, busy_visits: int, unknown: int, crowd: int}>|null}>}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound There is no such distribution
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_visits( int $distribution, ?array $query = null ): array {}

	/**
	 * Makes a backup of the site's data while it is in use. The backup is one file that only its owner can read. It
	 * contains everything that was recorded before the call, and is read from end to end before it gets its name. An
	 * incomplete backup is removed.
	 *
	 * @param string $path the absolute path of a new file, in an existing directory
	 * @return array{path: string, bytes: int<0, max>, schema: int, events: int, ledger: array{seq: int, hash: string}|null}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_backup( string $path ): array {}

	/**
	 * Rebuilds the database from the newest snapshot and the log, if it is damaged or lost, or if siren_verify() reports
	 * that it was changed. Nothing that was acknowledged is lost. The old database is set aside. If the log is incomplete,
	 * the call is refused (log_lost) and nothing changes.
	 *
	 * @param array{without_log?: bool}|null $options
	 * @return array{snapshot: string|null, aside: string|null, folded: array{events: int<0, max>, transactions: int<0, max>, duplicates: int<0, max>, faults: int<0, max>}, without: string|null, ok: bool}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_rebuild( ?array $options = null ): array {}

	/**
	 * Rolls up old visits: those before a time whose distributions are closed become one row for each hour, object and
	 * owner. Points and amounts stay; the visitors are removed. An older visit that is recorded later is ignored with the
	 * reason rolled_up, because it may have been counted already.
	 *
	 * @param string $before roll up visits before this time
	 * @return array{before: string, visits: int}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_roll_up( string $before ): array {}

	/**
	 * The heartbeat: folds what was recorded, and closes every period that has ended by now, each exactly once. Any number
	 * of heartbeats may run at once. A time that is ahead of the machine's clock, or more than 90 days after the last
	 * activity in the data, is not acted on unless it is confirmed.
	 *
	 * @param string|null $now when this happens; the current time by default
	 * @param array{budget_ms?: int<1, 3600000>, limit?: int<1, 100000>, dry_run?: bool, confirmed?: bool}|null $options how much to do
	 * @return array{ran: list<array{distributor: int, distribution: int, period: array{start: string, end: string}, pool: array{amount: string, currency: string}, obligations: int, reason: string|null}>, skipped: list<array{distributor: int, distribution: int, period: array{start: string, end: string}, pool: array{amount: string, currency: string}, obligations: int, reason: string|null}>, failed: list<array{distributor: int, distribution: int, period: array{start: string, end: string}, pool: array{amount: string, currency: string}, obligations: int, reason: string|null}>, more_due: bool, unconfirmed: array{now: string, reason: string, compared_with: string}|null, folded: array{events: int<0, max>, transactions: int<0, max>, duplicates: int<0, max>, faults: int<0, max>}}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_run_due( ?string $now = null, ?array $options = null ): array {}

	/**
	 * Daily maintenance, for the heartbeat: makes a snapshot (a copy of the database in the data directory) if the newest
	 * one is a day old. Two snapshots are kept, and as much of the log as they need, but at least thirty days of it, so
	 * that a lost or damaged database can be rebuilt. It takes as long as copying the database, and blocks nobody.
	 *
	 * @return array{snapshot: string|null, made: bool}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_maintain(): array {}

	/**
	 * Exports the ledger to a new file, one JSON text per line, to be kept elsewhere and checked there by siren-verify
	 * FILE.
	 *
	 * @param string $path the absolute path of a new file, in an existing directory
	 * @return array{path: string, bytes: int<0, max>, lines: int, head: string}
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_export_ledger( string $path ): array {}
}

namespace Siren\Exception {

	/** What every exception of Siren's is. */
	class SirenException extends \RuntimeException {
		public $parts;

		/**
		 * The message in parts, as answers have them beside their English: the code of a template, and what stands in it, such as
		 * `['code' => 'no_payout', 'values' => ['id' => ['type' => 'text', 'text' => '7']]]`. Null where `problems()` says it: each
		 * problem has parts of its own.
		 *
		 * @return array{code: string, values: array<string, array<string, mixed>>}|null
		 */
		public function parts(): ?array {}
	}

	/** The input is wrong; `problems()` names every problem with its path. */
	class InvalidInput extends \Siren\Exception\SirenException {
		public $problems;

		/**
		 * What is wrong, such as `['path' => 'pool.sources[0].percent', 'message' => '…', 'message_parts' => …]`: the parts are
		 * those of the message, a code and values.
		 *
		 * @return list<array{path: string, message: string, message_parts: array{code: string, values: array<string, array<string, mixed>>}}>
		 */
		public function problems(): array {}
	}

	/** There is no such row. */
	class NotFound extends \Siren\Exception\SirenException {}

	/** The state does not allow it; of several rows, `problems()` names each. */
	class Conflict extends \Siren\Exception\SirenException {
		public $problems;

		/**
		 * Which rows are in the way, such as `['path' => 'ids[2]', 'message' => '…', 'message_parts' => …]`; empty where one is
		 * asked about.
		 *
		 * @return list<array{path: string, message: string, message_parts: array{code: string, values: array<string, array<string, mixed>>}}>
		 */
		public function problems(): array {}
	}

	/** The data is busy, full, read-only, corrupt or unreachable; the message says which, and what to do. */
	class StorageFailure extends \Siren\Exception\SirenException {}
}
