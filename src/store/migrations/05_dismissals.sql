-- What a person looked at and set aside. The record itself stays as it is.
CREATE TABLE dismissals (
    what       TEXT NOT NULL,
    row        INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    by         TEXT,
    note       TEXT,
    PRIMARY KEY (what, row)
) STRICT, WITHOUT ROWID;
