-- The records of a world of API v3, beside what every world has.
-- Instants are microseconds since 1970 in UTC, days of London are counted from 1 January of
-- year 1; booleans are 0 and 1; unknown is NULL. Facts are recorded, states are not: they follow
-- from these columns and now. `recorded_at` is when a row was made, `stamp` the recording stamp
-- of its last change. `..._by_time` tells what waits for its instant from what an act brought.
-- Rows refer to one another by `key`; those of periods, mentorships and inductions are of one
-- count. An `id` is what the API shows, sixteen bytes where it has the usual form (`ids.py`).
-- Some words are numbers (`codes.py`).

CREATE TABLE contract_periods (
    year INTEGER PRIMARY KEY,
    started_on INTEGER NOT NULL,
    finished_on INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    frozen_at INTEGER,
    frozen_by_time INTEGER,
    mentor_rule INTEGER NOT NULL,
    detailed_evidence INTEGER NOT NULL,
    uplifts INTEGER NOT NULL
);

-- Which providers take part in which contract period.
CREATE TABLE provider_years (
    provider INTEGER NOT NULL REFERENCES providers (key),
    year INTEGER NOT NULL REFERENCES contract_periods (year),
    PRIMARY KEY (provider, year)
) WITHOUT ROWID;

CREATE TABLE delivery_partners (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    stamp INTEGER NOT NULL
);

CREATE TABLE links (
    provider INTEGER NOT NULL REFERENCES providers (key),
    year INTEGER NOT NULL REFERENCES contract_periods (year),
    delivery_partner INTEGER NOT NULL REFERENCES delivery_partners (key),
    PRIMARY KEY (provider, year, delivery_partner)
) WITHOUT ROWID;
CREATE INDEX links_by_delivery_partner ON links (delivery_partner, provider, year);

CREATE TABLE schools (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    urn TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tutor_name TEXT,
    tutor_email TEXT,
    contact_email TEXT,
    second_contact_email TEXT,
    register_eligible INTEGER NOT NULL,
    marked_eligible INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    stamp INTEGER NOT NULL
);
-- With all that a page looks at, so that it reads no school.
CREATE INDEX schools_by_creation
ON schools (recorded_at, id, stamp, register_eligible, marked_eligible);
CREATE INDEX schools_by_change ON schools (stamp, id);

CREATE TABLE school_uplifts (
    school INTEGER NOT NULL REFERENCES schools (key),
    year INTEGER NOT NULL,
    pupil_premium INTEGER NOT NULL,
    sparsity INTEGER NOT NULL,
    PRIMARY KEY (school, year)
) WITHOUT ROWID;

CREATE TABLE partnerships (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    provider INTEGER NOT NULL REFERENCES providers (key),
    year INTEGER NOT NULL REFERENCES contract_periods (year),
    school INTEGER NOT NULL REFERENCES schools (key),
    delivery_partner INTEGER NOT NULL REFERENCES delivery_partners (key),
    recorded_at INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    UNIQUE (provider, year, school, delivery_partner)
);
CREATE INDEX partnerships_by_creation ON partnerships (provider, recorded_at, id);
CREATE INDEX partnerships_by_change ON partnerships (provider, stamp, id);
CREATE INDEX partnerships_by_school ON partnerships (school, year);

CREATE TABLE people (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    full_name TEXT,
    trn TEXT,
    ect_record_id BLOB NOT NULL,
    mentor_record_id BLOB NOT NULL,
    ect_eligible_at INTEGER,
    ect_eligible_by_time INTEGER,
    mentor_eligible_at INTEGER,
    mentor_eligible_by_time INTEGER,
    ect_ineligible_on INTEGER,
    mentor_ineligible_on INTEGER,
    mentor_ineligible_reason TEXT,
    ect_frozen_year INTEGER,
    mentor_frozen_year INTEGER,
    record_started_on INTEGER,
    record_completed_on INTEGER,
    merged_into BLOB,
    recorded_at INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    -- Of what an unfunded mentor shows (V3-UNFUNDED-3).
    unfunded_stamp INTEGER NOT NULL
);
CREATE INDEX people_by_trn ON people (trn) WHERE trn IS NOT NULL;

CREATE TABLE school_periods (
    key INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (key),
    role INTEGER NOT NULL,
    school INTEGER NOT NULL REFERENCES schools (key),
    started_on INTEGER NOT NULL,
    finished_on INTEGER,
    email TEXT,
    working_pattern INTEGER,
    recorded_at INTEGER NOT NULL
);
CREATE INDEX school_periods_by_person ON school_periods (person);
CREATE INDEX school_periods_by_school ON school_periods (school);

CREATE TABLE training_periods (
    key INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (key),
    school_period INTEGER NOT NULL REFERENCES school_periods (key),
    role INTEGER NOT NULL,
    programme INTEGER NOT NULL,
    partnership INTEGER REFERENCES partnerships (key),
    interest_provider INTEGER REFERENCES providers (key),
    interest_year INTEGER,
    schedule_identifier INTEGER,
    started_on INTEGER NOT NULL,
    finished_on INTEGER,
    withdrawn_at INTEGER,
    withdrawal_reason TEXT,
    deferred_at INTEGER,
    deferral_reason TEXT,
    recorded_at INTEGER NOT NULL,
    -- Of what a transfer shows of it (V3-TRANSFER-4).
    transfer_stamp INTEGER NOT NULL
);
CREATE INDEX training_by_person ON training_periods (person);
CREATE INDEX training_by_partnership ON training_periods (partnership, started_on, finished_on);
CREATE INDEX training_by_start ON training_periods (started_on);
CREATE INDEX training_by_end ON training_periods (finished_on) WHERE finished_on IS NOT NULL;

CREATE TABLE mentorship_periods (
    key INTEGER PRIMARY KEY,
    ect INTEGER NOT NULL REFERENCES people (key),
    ect_school_period INTEGER NOT NULL REFERENCES school_periods (key),
    mentor INTEGER NOT NULL REFERENCES people (key),
    mentor_school_period INTEGER NOT NULL REFERENCES school_periods (key),
    started_on INTEGER NOT NULL,
    finished_on INTEGER
);
CREATE INDEX mentorships_by_ect ON mentorship_periods (ect);
CREATE INDEX mentorships_by_mentor ON mentorship_periods (mentor);
CREATE INDEX mentorships_by_school_period ON mentorship_periods (ect_school_period, started_on);
CREATE INDEX mentorships_by_end ON mentorship_periods (finished_on) WHERE finished_on IS NOT NULL;

CREATE TABLE induction_periods (
    key INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (key),
    appropriate_body TEXT NOT NULL,
    started_on INTEGER NOT NULL,
    finished_on INTEGER,
    outcome TEXT
);
CREATE INDEX inductions_by_person ON induction_periods (person);

CREATE TABLE statements (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    provider INTEGER NOT NULL REFERENCES providers (key),
    cohort INTEGER NOT NULL REFERENCES contract_periods (year),
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    payment_date INTEGER NOT NULL,
    authorised_at INTEGER,
    recorded_at INTEGER NOT NULL,
    stamp INTEGER NOT NULL
);
CREATE INDEX statements_by_payment ON statements (provider, payment_date, cohort, id);
CREATE INDEX statements_authorised ON statements (authorised_at) WHERE authorised_at IS NOT NULL;

-- `eligible_at` and `statement` only if eligible when made; else both follow from the person.
CREATE TABLE declarations (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    person INTEGER NOT NULL REFERENCES people (key),
    training_period INTEGER NOT NULL REFERENCES training_periods (key),
    provider INTEGER NOT NULL REFERENCES providers (key),
    cohort INTEGER NOT NULL,
    role INTEGER NOT NULL,
    type INTEGER NOT NULL,
    declared_at INTEGER NOT NULL,
    evidence INTEGER,
    delivery_partner INTEGER NOT NULL REFERENCES delivery_partners (key),
    mentor INTEGER REFERENCES people (key),
    pupil_premium INTEGER NOT NULL,
    sparsity INTEGER NOT NULL,
    eligible_at INTEGER,
    statement INTEGER REFERENCES statements (key),
    voided_at INTEGER,
    clawed_at INTEGER,
    clawback_statement INTEGER REFERENCES statements (key),
    recorded_at INTEGER NOT NULL,
    stamp INTEGER NOT NULL
);
CREATE INDEX declarations_by_person ON declarations (person, role);
CREATE INDEX declarations_by_creation ON declarations (recorded_at, id);
CREATE INDEX declarations_by_change ON declarations (stamp);

CREATE TABLE id_changes (
    person INTEGER NOT NULL REFERENCES people (key),
    from_id BLOB NOT NULL,
    to_id BLOB NOT NULL,
    changed_at INTEGER NOT NULL
);
CREATE INDEX id_changes_by_person ON id_changes (person);
CREATE INDEX id_changes_by_origin ON id_changes (from_id);

-- How many ids of each kind were given, so that a seed repeats them, and how many keys.
CREATE TABLE serials (
    kind TEXT PRIMARY KEY,
    given INTEGER NOT NULL
) WITHOUT ROWID;

-- The instants at which time alone changes what is shown; `resource` is one of `tick_rows.Ticking`,
-- `record` the key of one of its rows.
CREATE TABLE ticks (
    resource INTEGER NOT NULL,
    at INTEGER NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (resource, at, record)
) WITHOUT ROWID;
CREATE UNIQUE INDEX ticks_by_record ON ticks (resource, record, at);

-- What lists and filters ask, written anew by each act that changes a person or a school; all
-- of it follows from the tables above, and none of it depends on now.

-- The latest training of each role with each provider (V3-PART-2).
CREATE TABLE enrolments (
    provider INTEGER NOT NULL REFERENCES providers (key),
    person INTEGER NOT NULL REFERENCES people (key),
    role INTEGER NOT NULL,
    training_period INTEGER NOT NULL,
    school_period INTEGER NOT NULL,
    cohort INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    deferred INTEGER NOT NULL,
    -- 00:00 UTC of the training's last day, up to which others' declarations are seen.
    sees_until INTEGER,
    PRIMARY KEY (person, provider, role)
) WITHOUT ROWID;

-- Whom a provider lists, with the person's own creation, id and stamp, and the first and the last
-- of the person's ticks, so that most need no look at them.
CREATE TABLE listed (
    provider INTEGER NOT NULL REFERENCES providers (key),
    created INTEGER NOT NULL,
    id BLOB NOT NULL,
    person INTEGER NOT NULL REFERENCES people (key),
    stamp INTEGER NOT NULL,
    first_tick INTEGER,
    last_tick INTEGER,
    PRIMARY KEY (provider, created, id)
) WITHOUT ROWID;
CREATE INDEX listed_by_change ON listed (provider, stamp);

-- Whose transfers a provider sees; `stamp` is the newest of the periods that they show,
-- `person_stamp` the person's own, in whose order they can be asked for.
CREATE TABLE transferred (
    provider INTEGER NOT NULL REFERENCES providers (key),
    created INTEGER NOT NULL,
    id BLOB NOT NULL,
    person INTEGER NOT NULL REFERENCES people (key),
    stamp INTEGER NOT NULL,
    person_stamp INTEGER NOT NULL,
    PRIMARY KEY (provider, created, id)
) WITHOUT ROWID;
CREATE INDEX transferred_by_change ON transferred (provider, person_stamp);

-- Mentors of a provider's ECTs, now, once or later, whom it never trains (V3-UNFUNDED-1).
CREATE TABLE never_trained_mentors (
    provider INTEGER NOT NULL REFERENCES providers (key),
    mentor INTEGER NOT NULL REFERENCES people (key),
    ect INTEGER NOT NULL REFERENCES people (key),
    PRIMARY KEY (provider, mentor, ect)
) WITHOUT ROWID;
CREATE INDEX never_trained_mentors_by_mentor ON never_trained_mentors (mentor);
CREATE INDEX never_trained_mentors_by_ect ON never_trained_mentors (ect);

-- What a school is in a cohort; no row: not yet known, never changed.
CREATE TABLE school_cohorts (
    school INTEGER NOT NULL REFERENCES schools (key),
    year INTEGER NOT NULL,
    choice TEXT NOT NULL,
    stamp INTEGER NOT NULL,
    PRIMARY KEY (school, year)
) WITHOUT ROWID;
CREATE INDEX school_cohorts_by_change ON school_cohorts (year, stamp, school);

-- The interests that providers are shown of a school in a cohort (V3-SCHOOL-5).
CREATE TABLE school_interests (
    school INTEGER NOT NULL REFERENCES schools (key),
    year INTEGER NOT NULL,
    provider INTEGER NOT NULL REFERENCES providers (key),
    PRIMARY KEY (school, year, provider)
) WITHOUT ROWID;
