-- Which changes of the log were done. One that is read again is not done again.
CREATE TABLE calls (
    id         BLOB NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the log is folded: segment, offset, the segment's id, and a checksum of what stands before the offset.
INSERT INTO meta (name, value)
    SELECT 'journal', s.value || ' ' || o.value || ' - -' FROM meta s JOIN meta o ON o.name = 'journal_offset'
    WHERE s.name = 'journal_segment';
DELETE FROM meta WHERE name IN ('journal_segment', 'journal_offset');
