-- What copying stories needs meanwhile.

CREATE TEMP TABLE copies (
    story INTEGER,
    place INTEGER,
    provider INTEGER,
    school_1 TEXT,
    school_2 TEXT,
    tail TEXT,
    later INTEGER,
    PRIMARY KEY (story, place)
) WITHOUT ROWID;

CREATE TEMP TABLE copied_people (
    story INTEGER,
    place INTEGER,
    person TEXT,
    full_name TEXT,
    trn TEXT,
    email TEXT,
    PRIMARY KEY (story, place, person)
) WITHOUT ROWID;

-- The partnership that each provider has with a school in a year: the earliest made of two.
CREATE TEMP TABLE homes (
    provider INTEGER,
    year INTEGER,
    school TEXT,
    id TEXT,
    delivery_partner TEXT,
    PRIMARY KEY (provider, year, school)
) WITHOUT ROWID;

INSERT OR IGNORE INTO homes
SELECT provider, year, school, id, delivery_partner FROM partnerships ORDER BY recorded_at, id;
