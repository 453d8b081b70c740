-- Names that say what they hold. Earlier versions also kept a table of the migrations they had run.
ALTER TABLE event_packs RENAME TO event_blocks;
ALTER TABLE obligation_counts RENAME COLUMN stretch TO bucket;
ALTER TABLE event_keys RENAME COLUMN number TO hash;
ALTER TABLE second_keys RENAME TO colliding_keys;
DROP TABLE IF EXISTS refinery_schema_history;
