-- Codes that nobody has: how often each was used, not each use, since visitors can make up any number of them. The row
-- without a code holds those for which there was no room.
CREATE TABLE unknown_codes (
    kind     TEXT NOT NULL,
    code     TEXT NOT NULL,
    uses     INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (kind, code)
) STRICT, WITHOUT ROWID;

-- How many visits by a link each day brought, in days since 1970: kept ones, and those beyond what a day may bring.
CREATE TABLE link_visits (
    day     INTEGER PRIMARY KEY,
    kept    INTEGER NOT NULL,
    dropped INTEGER NOT NULL
) STRICT;
