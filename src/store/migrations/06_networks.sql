-- Where the visitor of an event came from: a name that tells the network from others for a day, and how many visitors of it
-- counted for one thing on that day by the setting of the time. Only where that decided whether the event counts.
ALTER TABLE events ADD COLUMN network TEXT;
ALTER TABLE events ADD COLUMN network_limit INTEGER;

-- Those visitors of a network who count (src/store/crowds.rs): `crowd` is made of the network and what was visited.
CREATE TABLE crowds (
    day     INTEGER NOT NULL,
    crowd   INTEGER NOT NULL,
    visitor INTEGER NOT NULL,
    PRIMARY KEY (day, crowd, visitor)
) STRICT, WITHOUT ROWID;

CREATE INDEX credits_of_crowds ON credits (collaborator_id) WHERE reason = 'crowd';
