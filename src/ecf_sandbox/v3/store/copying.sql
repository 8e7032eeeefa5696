-- What copying stories needs meanwhile.

-- The last three columns are what is added to the keys of a story's rows.
CREATE TEMP TABLE copies (
    story INTEGER,
    place INTEGER,
    provider INTEGER,
    school_1 INTEGER,
    school_2 INTEGER,
    tail BLOB,
    later INTEGER,
    people INTEGER,
    periods INTEGER,
    declarations INTEGER,
    PRIMARY KEY (story, place)
) WITHOUT ROWID;

CREATE TEMP TABLE copied_people (
    story INTEGER,
    place INTEGER,
    person INTEGER,
    full_name TEXT,
    trn TEXT,
    email TEXT,
    PRIMARY KEY (story, place, person)
) WITHOUT ROWID;

-- The partnership that each provider has with a school in a year: the earliest made of two.
CREATE TEMP TABLE homes (
    provider INTEGER,
    year INTEGER,
    school INTEGER,
    partnership INTEGER,
    delivery_partner INTEGER,
    PRIMARY KEY (provider, year, school)
) WITHOUT ROWID;

INSERT OR IGNORE INTO homes
SELECT provider, year, school, key, delivery_partner FROM partnerships ORDER BY recorded_at, id;

-- Statements by a number of cohort, year and month.
CREATE TEMP TABLE by_month (
    provider INTEGER,
    number INTEGER,
    statement INTEGER,
    PRIMARY KEY (provider, number)
) WITHOUT ROWID;

INSERT INTO by_month
SELECT provider, (cohort * 10000 + year) * 100 + month, key FROM statements;
