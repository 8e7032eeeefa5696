-- The records of a world of API v1, beside what every world has.
-- Instants are microseconds since 1970 in UTC; booleans are 0 and 1; unknown is NULL.
-- Facts are recorded, states are not: they follow from these columns and now.

CREATE TABLE people (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    participant_type TEXT NOT NULL,
    cohort INTEGER NOT NULL,
    full_name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_validated INTEGER NOT NULL,
    teacher_reference_number TEXT,
    teacher_reference_number_validated INTEGER,
    qts INTEGER,
    eligible INTEGER,
    pupil_premium_uplift INTEGER NOT NULL,
    sparsity_uplift INTEGER NOT NULL,
    added_at INTEGER NOT NULL
);
CREATE INDEX people_by_trn ON people (teacher_reference_number)
    WHERE teacher_reference_number IS NOT NULL;

-- One provider's record of one person. `created`, `opened` and `recorded` are stamps:
-- of its creation, of the transfer that last opened it, of its last change. The current
-- record is the one opened last: a transfer at an earlier now is opened after the others too.
CREATE TABLE records (
    key INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (key),
    provider INTEGER NOT NULL REFERENCES providers (key),
    school_urn TEXT NOT NULL,
    schedule_identifier TEXT NOT NULL,
    training_status TEXT NOT NULL,
    status TEXT NOT NULL,
    mentor_id TEXT,
    withdrawn_at INTEGER,
    transferred_at INTEGER,
    created INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    recorded INTEGER NOT NULL
);
CREATE UNIQUE INDEX records_by_person ON records (person, provider);
-- Both lists read from the index alone: (key, recorded) names the JSON of a record.
CREATE INDEX records_by_creation ON records (provider, created, recorded);
CREATE INDEX records_by_change ON records (provider, recorded);
CREATE INDEX records_transferred ON records (provider) WHERE transferred_at IS NOT NULL;

-- What providers did to their records, with the reason they gave; and, among it, when a
-- school assigned a mentor, who then is the reason.
CREATE TABLE actions (
    key INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES records (key),
    action TEXT NOT NULL,
    reason TEXT,
    schedule_identifier TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- The recording stamp; NULL for the crowd, whose stories are copies.
    recorded INTEGER
);
CREATE INDEX actions_by_record ON actions (record);

-- `payable_at`, `paid_at` and `clawed_back_at` are the instants that the facts settle
-- (rules/paying.py), kept so that time can be asked about in SQL.
CREATE TABLE declarations (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    provider INTEGER NOT NULL REFERENCES providers (key),
    person INTEGER NOT NULL REFERENCES people (key),
    declaration_type TEXT NOT NULL,
    declaration_date INTEGER NOT NULL,
    course_identifier TEXT NOT NULL,
    evidence_held TEXT,
    schedule_identifier TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    first_state TEXT NOT NULL,
    eligible_at INTEGER,
    ineligible_at INTEGER,
    voided_at INTEGER,
    payable_at INTEGER,
    paid_at INTEGER,
    clawed_back_at INTEGER,
    created INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    CHECK (paid_at IS NULL OR payable_at IS NOT NULL)
);
CREATE INDEX declarations_by_person ON declarations (person, created);
CREATE INDEX declarations_by_creation ON declarations (provider, created);
-- There are few instants of either kind: what is paid is found by when it was payable.
CREATE INDEX declarations_by_payment ON declarations (provider, payable_at, paid_at)
    WHERE payable_at IS NOT NULL;
-- Most are never changed, and those are found by their creation.
CREATE INDEX declarations_by_change ON declarations (provider, recorded)
    WHERE recorded <> created;
CREATE INDEX declarations_by_clawback ON declarations (clawed_back_at)
    WHERE clawed_back_at IS NOT NULL;
