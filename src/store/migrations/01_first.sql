-- Instants are whole microseconds since 1970, amounts whole minor units, points exact fractions.
-- STRICT: a sum that outgrows 64 bits would become a float, and is refused instead.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE collaborators (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    status     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    name       TEXT NOT NULL,
    email      TEXT,
    wp_user_id INTEGER UNIQUE,
    groups     TEXT NOT NULL DEFAULT '[]',
    payout     TEXT
) STRICT;
CREATE INDEX collaborators_by_name ON collaborators (name COLLATE NOCASE);
CREATE INDEX collaborators_by_status ON collaborators (status);
CREATE INDEX collaborators_by_status_and_name ON collaborators (status, name COLLATE NOCASE);

CREATE TABLE aliases (
    kind            TEXT NOT NULL,
    folded          TEXT NOT NULL,
    code            TEXT NOT NULL,
    collaborator_id INTEGER NOT NULL REFERENCES collaborators (id),
    -- No longer in use, but it still identifies the collaborator, because it is printed and linked somewhere.
    old             INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_of ON aliases (collaborator_id);

CREATE TABLE distributors (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    status     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    name       TEXT NOT NULL,
    units      TEXT NOT NULL,
    version    INTEGER NOT NULL
) STRICT;

CREATE TABLE distributor_versions (
    distributor_id INTEGER NOT NULL REFERENCES distributors (id),
    version        INTEGER NOT NULL,
    effective_from INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    definition     TEXT NOT NULL,
    PRIMARY KEY (distributor_id, version)
) STRICT, WITHOUT ROWID;

-- The distributors that something may count for by any of their versions: those that measure an event type ('event', the
-- type), and those with a revenue share in a currency ('sale', the currency).
CREATE TABLE interests (
    what           TEXT NOT NULL,
    name           TEXT NOT NULL,
    distributor_id INTEGER NOT NULL REFERENCES distributors (id),
    PRIMARY KEY (what, name, distributor_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE distributions (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    distributor_id INTEGER NOT NULL REFERENCES distributors (id),
    version        INTEGER NOT NULL,
    status         TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    period_start   INTEGER NOT NULL,
    period_end     INTEGER NOT NULL,
    due_at         INTEGER NOT NULL,
    amount         INTEGER,
    obligations    INTEGER NOT NULL DEFAULT 0,
    closed_at      INTEGER,
    reason         TEXT,
    hash           TEXT,
    UNIQUE (distributor_id, period_start)
) STRICT;
CREATE INDEX distributions_open ON distributions (status, due_at);

CREATE TABLE events (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    key            TEXT NOT NULL,
    type           TEXT NOT NULL,
    status         TEXT NOT NULL,
    reason         TEXT,
    created_at     INTEGER NOT NULL,
    occurred_at    INTEGER NOT NULL,
    subject        TEXT,
    object         TEXT,
    quantity       INTEGER NOT NULL,
    -- How many were rolled up into this one, itself included.
    times          INTEGER NOT NULL DEFAULT 1,
    value          TEXT,
    currency       TEXT,
    data           TEXT,
    transaction_id INTEGER,
    -- Whether it follows from a repeated payment of a subscription.
    renewal        INTEGER NOT NULL DEFAULT 0,
    fingerprint    INTEGER NOT NULL
) STRICT;
CREATE INDEX events_of_transaction ON events (transaction_id) WHERE transaction_id IS NOT NULL;

-- Finds events by a hash of their key. A key whose hash was taken is in the table below.
CREATE TABLE event_keys (
    number   INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL
) STRICT;

CREATE TABLE second_keys (
    key      TEXT PRIMARY KEY,
    event_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;


-- Most events credit exactly one known collaborator, who is counted: these are the defaults.
CREATE TABLE credits (
    event_id        INTEGER NOT NULL,
    position        INTEGER NOT NULL DEFAULT 0,
    collaborator_id INTEGER,
    named           TEXT,
    weight          INTEGER NOT NULL DEFAULT 1,
    own             INTEGER NOT NULL DEFAULT 0,
    status          TEXT NOT NULL DEFAULT 'counted',
    reason          TEXT,
    PRIMARY KEY (event_id, position)
) STRICT, WITHOUT ROWID;

-- Names that were recorded together belong to one person (src/store/persons.rs). A name that never was has no row. Names are
-- stored in the form in which they are compared.
CREATE TABLE person_names (
    name   TEXT PRIMARY KEY,
    person INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX person_names_of ON person_names (person);

-- When the points of an event were taken back (-1) or given again (1).
CREATE TABLE reversals (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id    INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    sign        INTEGER NOT NULL
) STRICT;
CREATE INDEX reversals_of ON reversals (event_id);

-- Events and credits again, in a form that is quick to read in one pass: row 0 for the events 1 to 4096, row 1 for those to
-- 8192… (src/store/history/block.rs). Events without a row here are read from their own tables.
CREATE TABLE event_packs (
    number   INTEGER PRIMARY KEY,
    -- How many events have ids in its range, and how many of them count.
    kept     INTEGER NOT NULL,
    counted  INTEGER NOT NULL,
    -- When the first and the last of them happened.
    earliest INTEGER,
    latest   INTEGER,
    events   BLOB NOT NULL
) STRICT;

-- An event as one distributor counts it for one collaborator. A reversal is a row of its own.
CREATE TABLE metrics (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    distribution_id INTEGER NOT NULL,
    collaborator_id INTEGER NOT NULL,
    event_id        INTEGER,
    type            TEXT NOT NULL,
    status          TEXT NOT NULL,
    points          INTEGER NOT NULL,
    parts           INTEGER NOT NULL,
    occurred_at     INTEGER NOT NULL,
    times           INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX metrics_of ON metrics (distribution_id, collaborator_id);
CREATE INDEX metrics_of_event ON metrics (event_id);

-- The running sum of metrics. `parts` is the denominator of a split, so that sums stay whole numbers.
CREATE TABLE scores (
    distribution_id INTEGER NOT NULL,
    collaborator_id INTEGER NOT NULL,
    parts           INTEGER NOT NULL,
    points          INTEGER NOT NULL,
    events          INTEGER NOT NULL,
    PRIMARY KEY (distribution_id, collaborator_id, parts)
) STRICT, WITHOUT ROWID;

CREATE TABLE transactions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source      TEXT NOT NULL,
    external_id TEXT NOT NULL,
    status      TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    currency    TEXT NOT NULL,
    customer    TEXT,
    amount      INTEGER NOT NULL,
    refunded    INTEGER NOT NULL,
    renewal       INTEGER NOT NULL,
    coupons       TEXT NOT NULL,
    referrer_id   INTEGER,
    self_referred INTEGER NOT NULL,
    -- Who may have referred the customer, as recorded.
    referrers     TEXT NOT NULL,
    fingerprint   INTEGER NOT NULL,
    revision      INTEGER,
    -- The events of its coupons and its referral that are valid, as JSON; null for a sale that was never amended: all of them.
    earned        TEXT,
    UNIQUE (source, external_id)
) STRICT;
CREATE INDEX transactions_by_status ON transactions (status);
CREATE INDEX transactions_by_time ON transactions (occurred_at);
CREATE INDEX transactions_of_referrer ON transactions (referrer_id) WHERE referrer_id IS NOT NULL;

-- An amendment adds a row for each line that it changes, with the amount that the line grew by. The newest row of a line
-- describes it; its amount is the sum of its rows minus what amendments lowered them by.
CREATE TABLE transaction_details (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    transaction_id INTEGER NOT NULL REFERENCES transactions (id),
    external_id    TEXT NOT NULL,
    kind           TEXT NOT NULL,
    amount         INTEGER NOT NULL,
    refunded       INTEGER NOT NULL,
    quantity       INTEGER NOT NULL,
    name           TEXT,
    type           TEXT,
    sku            TEXT,
    categories     TEXT NOT NULL,
    owners         TEXT NOT NULL,
    -- The line of the sale that a discount lowers.
    line           TEXT,
    event_id       INTEGER,
    reversed       INTEGER NOT NULL DEFAULT 0,
    -- How many of its units came back.
    returned       INTEGER NOT NULL DEFAULT 0,
    lowered        INTEGER NOT NULL DEFAULT 0,
    referrer_id    INTEGER,
    self_referred  INTEGER NOT NULL,
    -- The amendment that brought it, 0 for the sale itself, and when that happened.
    amendment      INTEGER NOT NULL DEFAULT 0,
    occurred_at    INTEGER,
    UNIQUE (transaction_id, external_id, amendment)
) STRICT;
CREATE INDEX transaction_details_amended ON transaction_details (occurred_at) WHERE occurred_at IS NOT NULL;

-- A refund may arrive before its sale and waits here as recorded. It can be undone and given again later: refunds of one sale
-- are applied in the order of the index below, however they arrive.
-- An amendment of a sale is a row too, with its revision and no refund id; a refund has the revision -1.
CREATE TABLE refunds (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source      TEXT NOT NULL,
    external_id TEXT NOT NULL,
    refund_id   TEXT NOT NULL,
    undo        INTEGER NOT NULL,
    status      TEXT NOT NULL,
    reason      TEXT,
    created_at  INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    amount      INTEGER,
    body        TEXT NOT NULL,
    fingerprint INTEGER NOT NULL,
    revision    INTEGER NOT NULL DEFAULT -1,
    UNIQUE (source, external_id, refund_id, occurred_at, undo, revision)
) STRICT;
CREATE INDEX refunds_in_order ON refunds (source, external_id, occurred_at, refund_id, undo);

-- What a refund took from each detail, or an amendment lowered it by. Undoing a refund adds a negative amount.
CREATE TABLE refund_lines (
    refund_row INTEGER NOT NULL REFERENCES refunds (id),
    detail_id  INTEGER NOT NULL REFERENCES transaction_details (id),
    amount     INTEGER NOT NULL,
    quantity   INTEGER NOT NULL,
    PRIMARY KEY (refund_row, detail_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX refund_lines_of_detail ON refund_lines (detail_id);

-- What fills a pool: one row for each detail of a sale and source that counts it, for each refund of such a row,
-- for what was carried over, for what was added by hand, and for each event of another period that a source pays for.
-- `rate` is the percentage at which the row counts, fixed when it is written.
CREATE TABLE pool_entries (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    distribution_id INTEGER NOT NULL,
    source          INTEGER NOT NULL,
    rate            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    base            INTEGER NOT NULL,
    occurred_at     INTEGER NOT NULL,
    late            INTEGER NOT NULL,
    transaction_id  INTEGER,
    detail_id       INTEGER,
    refund_id       INTEGER,
    event_id        INTEGER,
    customer        TEXT,
    reason          TEXT
) STRICT;
CREATE INDEX pool_entries_of ON pool_entries (distribution_id, source);
CREATE INDEX pool_entries_of_event ON pool_entries (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX pool_entries_of_detail ON pool_entries (detail_id, kind) WHERE detail_id IS NOT NULL;

CREATE TABLE pool_totals (
    distribution_id INTEGER NOT NULL,
    source          INTEGER NOT NULL,
    rate            TEXT NOT NULL,
    base            INTEGER NOT NULL,
    entries         INTEGER NOT NULL,
    PRIMARY KEY (distribution_id, source, rate)
) STRICT, WITHOUT ROWID;

CREATE TABLE allocations (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    distribution_id INTEGER NOT NULL REFERENCES distributions (id),
    collaborator_id INTEGER NOT NULL,
    status          TEXT NOT NULL,
    rank            INTEGER NOT NULL,
    points          TEXT NOT NULL,
    share           TEXT NOT NULL,
    amount          INTEGER NOT NULL,
    reason          TEXT,
    UNIQUE (collaborator_id, distribution_id)
) STRICT;
CREATE INDEX allocations_of_distribution ON allocations (distribution_id);
CREATE INDEX allocations_by_rank ON allocations (distribution_id, rank);

CREATE TABLE obligations (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    status          TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    collaborator_id INTEGER NOT NULL,
    distributor_id  INTEGER,
    distribution_id INTEGER,
    allocation_id   INTEGER UNIQUE,
    amount          INTEGER NOT NULL,
    currency        TEXT NOT NULL,
    reason          TEXT,
    corrects        INTEGER,
    payable_at      INTEGER NOT NULL,
    fulfillment_id  INTEGER,
    payout_id       INTEGER
) STRICT;
CREATE INDEX obligations_of ON obligations (collaborator_id);
CREATE INDEX obligations_of_distribution ON obligations (distribution_id) WHERE distribution_id IS NOT NULL;
CREATE INDEX obligations_by_amount ON obligations (amount);

-- How many obligations of one status and currency there are in each bucket of 64 ids (src/store/obligations/counters.rs).
-- Replaces an index by status, in which every change of status would move one entry.
CREATE TABLE obligation_counts (
    status      TEXT NOT NULL,
    currency    TEXT NOT NULL,
    stretch     INTEGER NOT NULL,
    obligations INTEGER NOT NULL CHECK (obligations > 0),
    PRIMARY KEY (status, currency, stretch)
) STRICT, WITHOUT ROWID;

CREATE TABLE fulfillments (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    status     TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE payouts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    status          TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    fulfillment_id  INTEGER NOT NULL REFERENCES fulfillments (id),
    collaborator_id INTEGER NOT NULL,
    amount          INTEGER NOT NULL,
    currency        TEXT NOT NULL,
    reference       TEXT,
    note            TEXT,
    paid_at         INTEGER,
    UNIQUE (collaborator_id, fulfillment_id, currency)
) STRICT;
CREATE INDEX payouts_of_fulfillment ON payouts (fulfillment_id);
CREATE INDEX payouts_by_status ON payouts (status);

-- Every act on money, in order, each hashed together with the one before it. The unique constraint makes an act happen
-- once, however often and by however many processes it is tried.
CREATE TABLE ledger (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    act     TEXT NOT NULL,
    subject TEXT NOT NULL,
    part    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    UNIQUE (act, subject, part)
) STRICT;

-- Checksums of what decides money but is in no act of the ledger (src/store/proof/seals.rs).
CREATE TABLE seals (
    name TEXT NOT NULL,
    id   INTEGER NOT NULL,
    seal INTEGER NOT NULL,
    PRIMARY KEY (name, id)
) STRICT, WITHOUT ROWID;

-- Damaged parts of the journal, stored so that somebody can look at them.
CREATE TABLE journal_faults (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at INTEGER NOT NULL,
    segment    INTEGER NOT NULL,
    offset     INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    bytes      BLOB NOT NULL,
    UNIQUE (segment, offset)
) STRICT;

CREATE TABLE conflicts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at INTEGER NOT NULL,
    what       TEXT NOT NULL,
    key        TEXT NOT NULL,
    body       TEXT NOT NULL,
    UNIQUE (what, key, body)
) STRICT;
