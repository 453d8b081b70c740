<?php
/**
 * What the extension `siren` declares, for editors and analysers. Nothing loads this file: the extension itself brings
 * these functions and classes.
 *
 * `make stub` writes it, from the loaded extension and the Rust documentation.
 *
 * @package Siren\Distributors
 */

namespace {

	/** The extension's version. */
	function siren_version(): string {}

	/**
	 * Opens a site: `sqlite:/absolute/data/dir`. Idempotent and cheap: nothing on the disk is touched
	 * until it is needed. Another DSN later switches. Options: `two_people` (whether who makes a fulfillment must leave
	 * its payouts to somebody else, and so with holds), `timezone` (an IANA zone or an offset like `+05:30`, default UTC) and
	 * `currency` (an ISO 4217 code); one that is
	 * not known stops only what needs it, and is a problem of `siren_status()`. `site`: the site's identity, up to 64 letters,
	 * digits, dots, hyphens and underscores; the first one given is kept in the ledger, and another is refused by each call.
	 * `read_only` (default false): whatever would write is refused, and what waits in the journal is not folded. Refusals of
	 * the directory, `open_basedir` among them, are told by the first call that needs it.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 */
	function siren_open( string $dsn, ?array $options = null ): void {}

	/**
	 * How the site's data is, and every problem with what to do about it. `$now` tells what is overdue.
	 *
	 * Returns `version`, `store` (`kind`, `path`, `schema`, `bytes`), `waiting` (`records` and `bytes` that are not folded
	 * yet), `last_run` (null before the first), `unconfirmed` (as `siren_run_due()` gives it, were it told `$now`), `overdue` (`[['distributor', 'distribution', 'due_at'], …]`), `counts`
	 * (`events`, `faults`, `conflicts`, `waiting_refunds`, `ignored_refunds`, without what was dismissed), `unknown_codes` (`[['type', 'code', 'uses', 'last_at'], …]`: codes in use that nobody has; `code` null for all there was no room for) and `problems` (`[['code', 'message',
	 * 'action'], …]`; a refund that waits for its sale is one after a week).
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_status( ?string $now = null ): array {}

	/**
	 * Records one event. `$event`: `key` (required), one of `collaborator` (id), `collaborators` (ids,
	 * or `[['id' => 1, 'weight' => 2], …]`) and `alias` (`['type' => 'coupon'|'link'|'wp_user', 'code' => …]`);
	 * `occurred_at` (default now), `subject` (who did it, `user:7`, `email:…` or `visitor:…`; or a list of all that the
	 * same person is known by, of which the first is kept), `object`, `quantity` (default 1), `value` with `currency`,
	 * `ignored` (a word that says why it is not to count: it is kept, and shown, with that reason), `data`, `network` (a name
	 * that tells the network that the subject came from, an IPv4 address or an IPv6 /48, from others for a UTC day and says no
	 * more: a keyed hash, never an address), `network_limit` (at most so many subjects of that network count for the same object, or
	 * without one for the same collaborator, on one UTC day, default 10; further ones are ignored, reason `crowd`), `history` (true
	 * keeps it for `siren_simulate()` only: it counts for nothing).
	 *
	 * Returns `['key' => …, 'status' => 'accepted']` once it is in the journal. Recording a key again
	 * changes nothing.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_record_event( string $type, array $event ): array {}

	/**
	 * Records many events, each with its `type`; all of them or, when one is wrong, none. Returns one
	 * `['key' => …, 'status' => 'accepted']` each, in order.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_record_events( array $events ): array {}

	/**
	 * Records a paid purchase. `$transaction`: `source`, `external_id`, `currency`, `occurred_at`, `customer` (as
	 * an event's `subject`), `details` (`[['kind' => 'line_item'|'discount'|'fee'|'shipping'|'tax', 'external_id', 'amount', 'quantity',
	 * 'name', 'type', 'sku', 'categories' => […], 'owners' => […]], …]`, amounts as decimal strings, each the
	 * total for all units, before tax; `quantity` an int, or a decimal string such as `"2.5"` with up to six decimals; a discount is negative and can name in `line` the `external_id` of the line item that it
	 * lowers, which takes it along when it is given back), `coupons` (codes), `referrer` (who sent the customer: an id, an
	 * alias, or a list of either of which the first that is an active collaborator is credited), `credit_referrer` (false
	 * where another part of the same order credits the referrer: the sale counts as referred, and brings no points for it),
	 * `renewal`, `revision` (an int of 0 or more that grows with each edit in the shop). The same sale with a higher revision and other content amends
	 * it: what changed is booked at this `occurred_at`. Without a higher revision the first content stands, and another is
	 * shown as a conflict; what neither money nor points follow from, such as a name, is no conflict. `history`: true keeps
	 * the sale, what follows from it and its refunds for `siren_simulate()` only. That is settled when a sale is told first:
	 * telling it again changes nothing of it.
	 *
	 * Returns `['key' => …, 'status' => 'accepted']` once it is on the disk.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_record_transaction( array $transaction ): array {}

	/**
	 * Records money given back. `$refund`: `source`, `external_id` (the sale's), `refund_id`, `occurred_at`, and
	 * `lines` (`[['external_id', 'amount', 'quantity'], …]`), or `amount`, or neither for all that is left;
	 * `cancelled` (it was called off rather than given back), `undo` (true takes the refund of this number back), `history`
	 * (its sale is history as far as is known; whether it counts follows from the sale alone).
	 * A line with a quantity (as in a sale) and no amount is that part of it, one with neither all that is left of it. Money beyond
	 * a line is taken from the others. Refunds of a sale apply by `occurred_at`, then `refund_id`, in whatever order
	 * they come.
	 *
	 * Returns `['key' => …, 'status' => 'accepted']` once it is on the disk. A refund that comes before
	 * its sale waits for it.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_record_refund( array $refund ): array {}

	/**
	 * Dismisses a refund (its `id`, as `siren_find( 'refunds' )` gives it) that waits for a sale which will not come, or does
	 * not fit its sale: it is no problem of `siren_status()` any more. Details: `by` (who looked at it), `note`, `now`. Doing
	 * it again changes nothing. Should the sale come after all, the refund is applied; what became of one that does not fit
	 * stays as it is.
	 *
	 * Returns the refund, with `dismissed_at`, `dismissed_by` and `note`.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict It neither waits nor was ignored
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_dismiss_refund( int $id, ?array $details = null ): array {}

	/**
	 * Dismisses a conflict (its `id`, as `siren_find( 'conflicts' )` gives it): somebody looked at a record that came a second
	 * time with another content, and it is no problem of `siren_status()` any more. Details: `by`, `note`, `now`. Doing it
	 * again changes nothing. The first record stands, and the second is kept beside it.
	 *
	 * Returns the conflict.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_dismiss_conflict( int $id, ?array $details = null ): array {}

	/**
	 * Saves a collaborator: a new one, or with `id` a change of what is given; a null takes a value
	 * away. `$collaborator`: `id`, `name`, `email`, `wp_user_id`, `status` (`active` by default, `pending`,
	 * `inactive`, `rejected`, `deleted`), `aliases` (`[['type' => …, 'code' => …], …]`: all in use; a coupon code is the same in
	 * every form that shops and people write it in, and a link code is letters, digits, dots, hyphens and underscores; one
	 * that is not given any more becomes an old one, which still stands for them), `forget_aliases` (old or in use,
	 * they stand for nobody then), `groups`, `payout` (method and its details), `now`.
	 *
	 * Returns the row.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict The WordPress user is somebody else
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_save_collaborator( array $collaborator ): array {}

	/**
	 * Saves a distributor: a new one, or with `id` a change of what is given. Changed rules take effect
	 * with the next period. Required of a new one: `name`, `units`, `schedule`, `metrics`, `pool`, `structure`.
	 *
	 * Returns the row with `id` and `version`.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_save_distributor( array $distributor ): array {}

	/**
	 * Checks a distributor without saving it. Returns `problems` (a list of `path` and `message`, empty
	 * when good) and `sentence`: the rule in one plain sentence, null when there are problems.
	 *
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_check_distributor( array $distributor ): array {}

	/**
	 * Lists `collaborators`, `distributors`, `distributions`, `allocations`, `obligations`, `fulfillments`,
	 * `payouts`, `transactions`, `events`, `metrics`, `refunds`, `conflicts` or `disputes`. `$query`: filters by column (one value or a list),
	 * `search`, `order_by`, `order` (`asc`, `desc`), `page` (from 1), `per_page` (at most 100, default 20). With `names` true, rows of
	 * `allocations`, `obligations`, `payouts` and `metrics` have the collaborator's `name`, all of a page by one query: a pseudonym
	 * where somebody was erased, null where there is no such collaborator.
	 *
	 * A conflict is a record that came a second time with another content: `what` (`event`, `transaction`, `refund`), `key`,
	 * and `differences` (`[['part', 'external_id' and 'name' of the line, 'kept', 'told'], …]`: what counts now, and what came).
	 *
	 * Returns `['items' => [rows], 'total' => int]`.
	 *
	 * @throws \Siren\Exception\InvalidInput For an unknown noun, filter or order
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_find( string $what, ?array $query = null ): array {}

	/**
	 * One row with its parts, or null when there is none of this number. A transaction has its `details` as they are now, its
	 * `refunds`, and its `amendments` (`[['revision', 'created_at', 'occurred_at', 'amount' (what the sale grew by), 'details' =>
	 * [['kind', 'external_id', 'name', 'amount' (what the line grew by), 'quantity_before', 'quantity'], …]], …]`). `$details`: `lists`,
	 * false to leave out the `allocations` of a distribution and the `payouts` of a fulfillment, which `siren_find()` gives by
	 * the page.
	 *
	 * @throws \Siren\Exception\InvalidInput For an unknown noun
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_get( string $what, int $id, ?array $details = null ): ?array {}

	/**
	 * What is and was owed. `$query`: `collaborator` (an id or a list of at most 100), `currency`; without
	 * a collaborator it is the whole site's.
	 *
	 * Returns `[['collaborator' (null for the site), 'currency', 'draft', 'held', 'pending', 'payable', 'waiting',
	 * 'fulfilled', 'paid', 'total'], …]`, decimal strings by collaborator and currency; nothing for who was never owed
	 * anything. What is `pending` is `payable` to active collaborators, and is `waiting` until the others are active.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_balances( ?array $query = null ): array {}

	/**
	 * How the ten best scores of a distribution came about, for a chart. `$step`: `hour`, `day`
	 * (the default), `week` or `month`, where the distributor's schedule lives; `$now` ends the chart of an open period.
	 *
	 * Returns `distributor`, `distribution`, `period`, `step` and `points` (`[['at', 'scores' => [['collaborator',
	 * 'score'], …]], …]`: the scores at the end of each step).
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_timeline( int $distribution, ?string $step = null, ?string $now = null ): array {}

	/**
	 * Where the visits came from that a distribution counts: what to look at before money leaves. `$query`: `collaborator` (an
	 * id) for those of one, by day.
	 *
	 * Returns `distributor`, `distribution`, `period`, `visits` (how many count), `networks` (from how many networks they
	 * came), `busy_networks` (how many of these sent five or more to one collaborator on one day), `busy_visits` (how many
	 * visits that was), `unknown` (visits whose network is not known, or not any more), `crowd` (how many more were ignored, reason `crowd`)
	 * and `collaborators`: `[['collaborator', 'visits', 'networks', 'busy_networks', 'busy_visits', 'unknown', 'crowd', 'days' (for one:
	 * `[['day' => '2026-05-10', 'visits', …], …]`, in UTC)], …]`, at most 100, first those with most busy and ignored visits. A network is
	 * an IPv4 address or an IPv6 /48, under another name each day, so it counts anew on each.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_visits( int $distribution, ?array $query = null ): array {}

	/**
	 * What speaks against the events that a distribution counts: what to look at before money leaves. It only reports, and
	 * takes nothing out. `$query`: `collaborator` (an id) for one alone.
	 *
	 * Returns `distributor`, `distribution`, `period`, `total` (how many collaborators there is a doubt about) and
	 * `collaborators`: `[['collaborator', 'score', 'doubts'], …]`, at most 100, those with doubts about most of their points first.
	 * A doubt has `kind`, `count`, `of` (how many there are of the sort that it is about), `points` (of these events), `share` (their
	 * part of the score, as `'0.857143'`), `types` (of event), `events` (ids of some, at most five), `collaborators` (whom else it
	 * concerns), `domain` and `networks`. Kinds: `same_family` (the customer is a collaborator or has a mailbox in the collaborator's own
	 * mail `domain`; a public mail provider's is none), `shared_payout` (`count` other collaborators are paid to the same account),
	 * `velocity` (more than 20 completions, or coupon uses, within an hour), `one_network` (at least half of the visits came from
	 * `networks` busy networks, as in `siren_visits()`), `in_seconds` (a student finished three lessons or courses within ten seconds,
	 * or a course within a minute of the first thing that is known of them).
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_doubts( int $distribution, ?array $query = null ): array {}

	/**
	 * What a distribution did not count for a collaborator, of the types of event that it measures, for their own eyes. Which
	 * customers counted already (`customer_counted`) is said once the period is closed.
	 *
	 * Returns `distributor`, `distribution`, `period`, `collaborator`, `reasons` (`[['reason', 'events' (how many), 'types' =>
	 * ['coupon_used' => 3, …], 'newest' (when the last one happened)], …]`) and `complete`: false where somebody has more than 20000
	 * such events in all, of which the newest are gone through.
	 *
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_not_counted( int $distribution, int $collaborator ): array {}

	/**
	 * Who would get what, were the distributor's open period divided now. Returns `distributor`,
	 * `distribution`, `period`, `pool` (`amount`, `currency`, `sources`) and `standings`
	 * (`[['collaborator', 'rank', 'score', 'share', 'amount', 'reason'], …]`, best first).
	 *
	 * `$query`: `names`, true for the collaborator's `name` in each row; `page` (from 1) and `per_page` (at most 100, default 20) for
	 * a part of the list, with `total`, how many there are in all. Without both, everybody is told.
	 *
	 * @throws \Siren\Exception\InvalidInput `$now` is no instant
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict No period is open
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_standings( int $distributor, ?string $now = null, ?array $query = null ): array {}

	/**
	 * The heartbeat: folds what was recorded and closes every period whose end has passed at `$now`
	 * (default: the clock), each exactly once. Options: `budget_ms` (default 20000), `limit`, `dry_run`, `confirmed`.
	 *
	 * A time that lies ahead of the machine's clock, or more than 90 days after the last sign of life that the data
	 * shows, is not acted upon: nothing closes and nothing is released, unless `confirmed` is true because somebody
	 * looked at it. A rehearsal (`dry_run`) answers the same.
	 *
	 * Returns `ran`, `skipped`, `failed` (lists of `distributor`, `distribution`, `period`, `pool`, `obligations`,
	 * `reason`), `more_due`, `unconfirmed` (null, or `now`, `reason`, `after_long_silence` or `ahead_of_the_machine`,
	 * and `compared_with`, the last sign of life or the machine's time) and `folded`.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_run_due( ?string $now = null, ?array $options = null ): array {}

	/**
	 * Gives points by hand: `key`, `distributor`, `collaborator`, `points` (negative ones take), `reason`, `now`.
	 * Returns the event; the same key and content again returns the same one.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict Nothing is counted now, the collaborator is not active, or the key was used for another
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_credit( array $credit ): array {}

	/**
	 * Approves a distribution in review, so that its obligations can be paid. Where sales of its period were refunded since
	 * it was closed, its pool is divided again first: the obligations it had are rejected (reason `recounted`), and where
	 * nothing is left to divide it becomes `skipped`. Approving it again changes
	 * nothing. Details: `by` (who does it, such as `user:7`; required where the site asks for two people), `note`, `now`,
	 * which tells which obligations are held on. Returns the distribution.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict It does not wait for approval
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_approve_distribution( int $id, ?array $details = null ): array {}

	/**
	 * What is to be told to others and was not delivered yet, oldest first. Each message was written in one transaction with what
	 * it tells, and waits until `siren_outbox_delivered()` says that it was delivered. `$query`: `limit` (at most 100, the default).
	 *
	 * Returns `[['id', 'kind', 'created_at', 'distribution', 'obligation', 'payout', 'obligations'], …]`, with null for what a
	 * message is not about. Kinds: `distribution_completed` (a period was closed and is owed, at once or once it was approved),
	 * `needs_approval` (closed, and waits for approval), `obligation_ready` (obligations can be paid: `obligations` of them, of which
	 * `obligation` is the first; all of one `distribution`, or owed again by a `payout`, where these are named), `obligation_held` (in
	 * the same manner: held by hand, or until their collaborators are active), `payout_paid`, `payout_failed`,
	 * `payout_returned`.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_outbox( ?array $query = null ): array {}

	/**
	 * Forgets the messages of the outbox up to and including the one of this id: they were delivered. Saying it again changes
	 * nothing. Returns `delivered` (how many were forgotten) and `waiting` (how many are left).
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_outbox_delivered( int $until ): array {}

	/**
	 * What a distributor would have paid over recorded history. Writes nothing. `$distributor`: a definition as
	 * for `siren_save_distributor`, or with `id` what is to be tried over that distributor's newest rules;
	 * `$from` stands in for its `starts_at`, `$to` is the first instant that is not looked at any more.
	 *
	 * Returns a list of periods: `period`, `status` (`complete`, `skipped`, or `tracking` where `$to` cuts it),
	 * `reason` (why skipped), `pool` (`amount`, `currency`, `sources`), `carried` (what the next one opens with;
	 * null while it is tracking), `allocations` (`[['collaborator', 'rank', 'score', 'share', 'amount',
	 * 'status', 'reason'], …]`, best first) and `adjustments` (what refunds claim back of earlier periods, where
	 * the rules say so: `[['collaborator', 'amount', 'period'], …]`). Everything counts by when it happened;
	 * collaborators are paid as they stand now; what was given by hand is left out.
	 *
	 * @throws \Siren\Exception\InvalidInput Also for more than 1000 periods
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict A sum is too large to count
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_simulate( array $distributor, string $from, string $to ): array {}

	/**
	 * Why an amount is owed: amount → share → points → events. Writes nothing. Returns `obligation`,
	 * `distribution` (`id`, `distributor`, `period`, `version`, `hash`), `rule` (`version`, `sentence`,
	 * `structure`), `pool` (`amount`, `currency`, `sources`), `score`, `rank`, `share`, `points` (for each type
	 * `type`, `events`, `taken_back`, `not_counted` (how many for which reason), `each`, `total`), `arithmetic` (the
	 * calculation, line by line), `hold` (`reason`, `by`, `ended`, `ended_by`, where it is or was held by hand), `divisions`
	 * (each time that refunds had the pool divided before anything of it was payable, with `hash`, `pool`, `score`, `share`,
	 * `amount`, `obligation`; empty where it was divided once), `events`
	 * (`items`: the newest 100 with `id`, `type`, `occurred_at`, `object`, `points`, `status`; `total`),
	 * `refunds` (those that claim it back), `without_refunds` (where that is claimed from those whose points they took:
	 * `divided` and `without` with `pool`, `score`, `share`, `amount`; `owed`, `claimed`, `hash`), `because` (the same for the obligation it corrects or stands in for)
	 * and `sentence`: all of it in one. What does not concern the obligation is null or empty.
	 *
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_explain( int $obligation ): array {}

	/**
	 * Copies the site's data while it is in use, to an absolute `$path` at which nothing is yet, in a directory
	 * that is there. The copy is one file that only its owner can read; it was read from end to end before it
	 * got its name, and holds all that was recorded before the call. An incomplete copy is removed.
	 *
	 * Returns `path`, `bytes`, `schema`, `events` (how many) and `ledger` (`seq` and `hash` of its last line; null
	 * when it has none).
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_backup( string $path ): array {}

	/**
	 * Everything that is kept about a collaborator: `collaborator` (the row), `balances` (for each currency
	 * `draft`, `held`, `pending`, `fulfilled`, `paid`), `obligations`, `payouts`, `allocations`, `metrics` (`distributor`,
	 * `type`, `metrics`, `points`), `disputes`, and what they did and bought themselves: `events` and `transactions` (`items`:
	 * the newest 10000; `total`), under any of `names`: all that the same person is known by.
	 *
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_export_collaborator( int $id ): array {}

	/**
	 * Forgets who a collaborator was: name, e-mail, WordPress user, groups, aliases and payout method go, the
	 * status is `deleted`, and where events and sales name them, by any name that was told to be theirs, a
	 * pseudonym takes its place. Amounts stay. Doing it again changes nothing.
	 *
	 * Returns `collaborator`, `collaborators`, `changed` (rows of `collaborators`, `aliases`, `events`, `transactions`,
	 * `pool_entries`, `conflicts`, `journal_faults`, `dismissals`, `disputes`), `kept` (`what`, `rows`, `why`), `left` (names that stay,
	 * because another account has them too), `balances`: what is still owed, `backups`: paths of the copies by
	 * `siren_backup()` that still know them, and `wiped`: whether the disk holds nothing of it any more; if not (somebody
	 * reads what was, or the database is large), the next `siren_run_due()` sees to it.
	 *
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_erase_collaborator( int $id ): array {}

	/**
	 * Everything that is kept about a person, a page at a time. `$names`: what they are called where they did something, as
	 * in `siren_record_event()`: `['user:7', 'email:ann@example.org']`. `$query`: `page` (from 1), `per_page` (at most 500,
	 * of events and of sales).
	 *
	 * Returns `names` (all that the same person is known by), `left` (names that were told together with theirs and may be
	 * somebody else's, because another account has them too), `collaborators` (on the first page; each as
	 * `siren_export_collaborator()` has them, without what they did), `events`, `transactions` (`items`, `total`),
	 * `conflicts` (on the first page) and `done`: whether this is the last page.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_export_person( array $names, ?array $query = null ): array {}

	/**
	 * Forgets who somebody was: a collaborator, a customer, a student, a guest, a visitor. `$names` as for
	 * `siren_export_person()`: all that were told to be the same person's are forgotten with them, and the collaborator who
	 * bears one of them. Where a person has several accounts, only the names that are given are forgotten; the others are
	 * `left`. What is told later of what they did finds it, and does not bring the names back. Doing it again changes nothing.
	 *
	 * Returns what `siren_erase_collaborator()` does; `collaborator` is null.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_erase_person( array $names ): array {}

	/**
	 * Retires the numbers of WordPress users whose accounts are gone, at most 200 at once: WordPress may give such a number to
	 * somebody else after an import. Collaborators who were bound to one are not any more, and what they are owed stays. Where
	 * such a user did something a pseudonym takes the place of `user:7`, which still means the same person as all their other
	 * names. Doing it again changes nothing.
	 *
	 * Returns `collaborators` (who were bound) and `changed` as `siren_erase_person()`.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_retire_users( array $users ): array {}

	/**
	 * Rolls old visits up: those before `$before` whose distributions are closed become one row for each hour, object and
	 * owner. Points and amounts stay; who the visitors were, hashed as that is, goes. A visit that is recorded later and
	 * is older than that is kept as ignored (`rolled_up`).
	 *
	 * Returns `before` and `visits` (how many went into the row of another).
	 *
	 * @throws \Siren\Exception\InvalidInput `$before` is no instant
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_roll_up( string $before ): array {}

	/**
	 * Daily upkeep, for the heartbeat: a whole copy of the database (a snapshot) where the newest is a day old, in the data
	 * directory. Two are kept, and as much of the log as they need, at least thirty days of it: what a lost or damaged
	 * database is rebuilt from. It takes as long as copying the database does, and holds nobody up.
	 *
	 * Returns `snapshot` (when the newest was made) and `made` (whether that was just now).
	 *
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_maintain(): array {}

	/**
	 * Makes the database anew, out of the newest snapshot and the log: where it is damaged or lost, or `siren_verify()` says that
	 * it was changed. Nothing that was acknowledged is lost by it. The old database is put aside. Options: `without_log`, true to
	 * go on where parts of the log are missing and cannot be put back: what they alone held is lost then.
	 *
	 * Returns `snapshot` (when the one it began with was made; null where it began with the log, or went on with the database
	 * that is there), `aside` (path of the old database, or null), `folded`, `without` (what the log did not have, or null) and `ok`
	 * (whether the new database proves itself).
	 *
	 * @throws \Siren\Exception\InvalidInput And
	 * @throws \Siren\Exception\StorageFailure `log_lost`: what is missing, and what to do
	 */
	function siren_rebuild( ?array $options = null ): array {}

	/**
	 * Takes pending obligations of active collaborators, groups them by collaborator and currency and makes one
	 * payout each. Options: `currency`, `collaborators` (ids), `minimum` (needs `currency`), `until` (obligations
	 * made before it), `dry_run`, `by` (who makes it, such as `user:7`; required where the site asks for two people), `note`,
	 * `now`. A payout that was made before somebody stopped being active stays.
	 *
	 * Returns the fulfillment with its `payouts`; with `dry_run`, or when there is nothing to pay, `id` null and
	 * the planned `payouts`. In both, `left_out` is what is pending and not paid: `[['collaborator', 'amount',
	 * 'currency', 'reason' => 'collaborator_not_active'|'below_minimum'|'nothing_owed'], …]`.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\Conflict
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_create_fulfillment( ?array $options = null ): array {}

	/**
	 * Moves a payout forward: `unpaid` → `processing` → `paid` or `failed`, and `paid` → `returned` where the money came
	 * back. Moving it to where it stands changes nothing. What a failed or returned payout held is owed again by new
	 * obligations. Details: `reference`, `note`, `by`, `now`. Where the site asks for two people, `by` must be another than who
	 * made the fulfillment.
	 *
	 * Returns the payout.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict Not a move forward, or somebody else must do it
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_set_payout( int $id, string $status, ?array $details = null ): array {}

	/**
	 * Moves many payouts to one status, all or none, as `siren_set_payout()` moves one. `$ids`: 1 to 1,000 numbers of payouts, each
	 * once. Details: `reference`, `note`, `by`, `now`, for all of them. One that stands there already stays as it is. Where the site
	 * asks for two people, `by` must be another than who made any of their fulfillments.
	 *
	 * Returns the payouts in the order of `$ids`, as `siren_get( 'payouts', $id )` gives them. Where some cannot move, or are not
	 * there, the `problems()` of the `Conflict` name each: `[['path' => 'ids[4]', 'message' => 'there is no payout 9'], …]`.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\Conflict One cannot move, or somebody else must do it; then none is moved
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_set_payouts( array $ids, string $status, ?array $details = null ): array {}

	/**
	 * Holds one obligation that could be paid, with a reason; the others are paid. States only move forward: it becomes
	 * `rejected` (reason `held_by_hand`), and the new one that stands in for it (`kind` `hold`, `corrects` it) is `held`
	 * until somebody releases that one. Details: `by` (who does it, such as `user:7`), `note`, `now`. Holding what is held by
	 * hand already changes nothing.
	 *
	 * Returns the obligation that is held.
	 *
	 * @throws \Siren\Exception\InvalidInput No reason
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict It is not pending, or claims money back
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_hold_obligation( int $id, string $reason, ?array $details = null ): array {}

	/**
	 * Releases an obligation that is held by hand, so that it can be paid. Details: `by`, `note`, `now`. Where the site
	 * asks for two people, `by` must be another than who held it. Releasing it again changes nothing. Returns the obligation.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict It was never held by hand
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_release_obligation( int $id, ?array $details = null ): array {}

	/**
	 * Makes a correcting obligation: `key`, `collaborator`, `amount` (may be negative), `currency`, `reason`,
	 * `obligation` (the one it corrects), `now`. Returns the obligation; the same key and content again
	 * returns the same one.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict The key was used for another
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_adjust( array $adjustment ): array {}

	/**
	 * Adds money to a distributor's open pool: `key`, `distributor`, `amount`, `reason`, `now`. Returns `key`,
	 * `distributor`, `distribution`, `amount`, `currency`, `reason`, `created_at`; the same key and content again
	 * returns the same.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict No open pool, or the key was used for another
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_top_up( array $top_up ): array {}

	/**
	 * A collaborator says that something is wrong: `collaborator`, `about` (`['obligation' => id]` for an amount of theirs, or
	 * `['distribution' => id, 'reason' => 'crowd']` for what it did not count), `text` (at most 1000 characters), `by`, `now`. Nobody
	 * can have more than five without an answer, nor two about the same.
	 *
	 * Returns the dispute: `id`, `status` (`open`, `answered_once`, `accepted`, `declined`), `created_at`, `collaborator`,
	 * `obligation`, `distribution`, `reason`, `text` (null once it is forgotten), `by` and `answers` (`[['answer', 'text', 'by',
	 * 'created_at'], …]`).
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict Somebody else's amount, or too many
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_dispute( array $dispute ): array {}

	/**
	 * Answers a dispute, `accepted` or `declined`. Details: `text` (required: why, and what was done), `by`, `now`. No money
	 * moves by it. Where the site asks for two people, the first answer makes it `answered_once`, and somebody else has to give
	 * the same. The answer that it was given already changes nothing. Returns the dispute.
	 *
	 * @throws \Siren\Exception\InvalidInput
	 * @throws \Siren\Exception\NotFound
	 * @throws \Siren\Exception\Conflict Another answer was given, or somebody else must do it
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_answer_dispute( int $id, string $answer, ?array $details = null ): array {}

	/**
	 * Proves the ledger: recomputes its chain of hashes and every distribution, makes every money row
	 * again from it, and compares every column with what is stored. Writes nothing.
	 *
	 * Returns `ok`, `checked` (`lines`, `head`, `acts` by name, `distributions`, `rows` by table), `problems` (the first
	 * hundred: lists of `table`, `id`, `column`, `message`) and `total` (how many there are).
	 *
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_verify(): array {}

	/**
	 * Writes the ledger to a new file (an absolute path), one JSON text a line, to be kept elsewhere and
	 * checked there by `siren-verify FILE`.
	 *
	 * Returns `path`, `bytes`, `lines` and `head`: the hash that tells this ledger from any other.
	 *
	 * @throws \Siren\Exception\InvalidInput Not absolute, there already, no such directory
	 * @throws \Siren\Exception\StorageFailure
	 */
	function siren_export_ledger( string $path ): array {}
}

namespace Siren\Exception {

	/** What every exception of Siren's is. */
	class SirenException extends \RuntimeException {}

	/** The input is wrong; `problems()` names every problem with its path. */
	class InvalidInput extends \Siren\Exception\SirenException {
		public $problems;

		/** A list of `['path' => 'pool.sources[0].percent', 'message' => '…']`. */
		public function problems(): array {}
	}

	/** There is no such row. */
	class NotFound extends \Siren\Exception\SirenException {}

	/** The row does not stand where it would have to; of several, `problems()` names each. */
	class Conflict extends \Siren\Exception\SirenException {
		public $problems;

		/**
		 * A list of `['path' => 'ids[2]', 'message' => '…']`, where several rows are asked about; else an
		 * empty one.
		 */
		public function problems(): array {}
	}

	/** The data is busy, full, read-only, corrupt or unreachable; the message says which, and what to do. */
	class StorageFailure extends \Siren\Exception\SirenException {}
}
