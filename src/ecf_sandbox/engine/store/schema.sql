-- What every world has, whichever API it serves.
-- Instants are microseconds since 1970 in UTC; booleans are 0 and 1; unknown is NULL.

CREATE TABLE world (
    -- Of these tables, and of those that the edition's API adds.
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    -- How many transactions have written, here and in the files that this one replaced.
    written INTEGER NOT NULL DEFAULT 0,
    id TEXT NOT NULL,
    edition TEXT NOT NULL,
    seed INTEGER NOT NULL,
    -- What else it was made with: JSON that the edition's API understands.
    options TEXT NOT NULL,
    -- The clock it was made with, to which a reset returns; no now is real time.
    starting_now INTEGER,
    starting_ticking INTEGER NOT NULL,
    -- The clock it has: real time shifted, unless stopped.
    clock_shift INTEGER NOT NULL,
    clock_stopped_at INTEGER,
    -- Of a snapshot: the real time at which it was taken.
    taken_at INTEGER,
    -- Answers to come, and how many requests a token has: JSON, as the control API says it.
    faults TEXT NOT NULL DEFAULT '[]',
    rate_limit TEXT
);

CREATE TABLE providers (
    key INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE
);

-- Runs of recording stamps already given (TIME-3); neighbours are merged.
CREATE TABLE stamps (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
);

-- Whole seconds that a stamp ran into from a now before them: a poller may have seen such
-- a second before time brought what else belongs to it (LIST-7).
CREATE TABLE overrun_seconds (
    second INTEGER PRIMARY KEY
);


-- What was done to whom, where the API's own tables do not tell it: an id of theirs, the
-- world's instant and the recording stamp, who did it, a word and more in JSON.
CREATE TABLE acts (
    key INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    recorded INTEGER,
    actor TEXT NOT NULL,
    provider TEXT,
    act TEXT NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX acts_by_subject ON acts (subject);
