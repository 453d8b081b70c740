-- What somebody says is wrong with what they are owed, or with what does not count for them. Who said it and who answered
-- stand in the ledger; what they wrote stands here alone, because it can be forgotten.
CREATE TABLE disputes (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    status          TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    collaborator_id INTEGER NOT NULL,
    obligation_id   INTEGER,
    distribution_id INTEGER,
    reason          TEXT,
    text            TEXT
) STRICT;
CREATE INDEX disputes_of ON disputes (collaborator_id);
CREATE INDEX disputes_by_status ON disputes (status);

CREATE TABLE dispute_answers (
    dispute_id INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    answer     TEXT NOT NULL,
    text       TEXT,
    PRIMARY KEY (dispute_id, number)
) STRICT, WITHOUT ROWID;

-- What does not count for somebody is told to them, newest first.
DROP INDEX credits_of_crowds;
CREATE INDEX credits_not_counted ON credits (collaborator_id) WHERE reason IS NOT NULL;
