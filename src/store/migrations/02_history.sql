-- Kept to try rules on, and never counted. Events say it by their status.
ALTER TABLE transactions ADD COLUMN history INTEGER NOT NULL DEFAULT 0;

-- How many events with the numbers of a pack are history.
ALTER TABLE event_packs ADD COLUMN history INTEGER NOT NULL DEFAULT 0;
