-- What is still to be told to others. Written in the transaction of what happened, gone once it is delivered; a number is
-- never used again.
CREATE TABLE outbox (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at      INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    distribution_id INTEGER,
    obligation_id   INTEGER,
    payout_id       INTEGER,
    obligations     INTEGER
) STRICT;
