"""The facts of one world, read and written."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import NotFound
from ecf_sandbox.engine.store.ids import seeded_id
from ecf_sandbox.engine.store.session import Session
from ecf_sandbox.v3.domain.contract_periods import ContractPeriods
from ecf_sandbox.v3.domain.declarations import Declaration
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.organisations import DeliveryPartner, Link, Partnership, School
from ecf_sandbox.v3.domain.queries import ListQuery
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import Attendance, TrainingPeriod
from ecf_sandbox.v3.store import facts, histories, known_statements, listing, rows, selects
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.ids import all_stored, key_of, shown, stored
from ecf_sandbox.v3.store.paging import Listed, Listing, Row, Stamps

PERIOD_KEYS = "key"
"""The kind of serial that the keys of periods, mentorships and inductions are."""


class Records(Session):
    """A world's records by one connection."""

    __slots__ = ()

    def new_id(self, kind: str) -> str:
        """Return an id that a world of this seed gives next."""
        return seeded_id(self.seed, f"v3/{kind}", self.next_number(kind))

    def new_key(self) -> int:
        """Return the key of the next period, mentorship or induction: no two of them share one."""
        return self.next_number(PERIOD_KEYS)

    def period_id(self, key: int) -> str:
        """Return the id under which a period, mentorship or induction is shown."""
        return seeded_id(self.seed, "v3/period", key)

    def next_number(self, kind: str) -> int:
        """Return how many of a kind there are with the one that comes next."""
        (number,) = self.db.execute(
            "INSERT INTO serials (kind, given) VALUES (?, 1)"
            " ON CONFLICT (kind) DO UPDATE SET given = given + 1 RETURNING given",
            (kind,),
        ).fetchone()
        return int(number)

    def provider_names(self) -> Mapping[str, str]:
        """Return the providers' names by slug, which never change."""
        found: Mapping[str, str] | None = self.shared.get("names")
        if found is None:
            found = dict(self.db.execute("SELECT slug, name FROM providers"))
            self.shared["names"] = found
        return found

    def contract_periods(self) -> ContractPeriods:
        """Return every contract period, with its schedules."""
        return facts.contract_periods(self.db)

    def statements(self) -> Mapping[str, Statement]:
        """Return every provider's output statements by id."""
        return known_statements.read(self).by_id

    def statements_of(self, provider: str) -> tuple[Statement, ...]:
        """Return a provider's output statements."""
        return known_statements.read(self).by_provider[provider]

    def history(self, person_id: str) -> History | None:
        """Return a person with all that is recorded, None where nobody has that id."""
        return self.histories([person_id]).get(person_id)

    def histories(self, ids: Collection[str]) -> dict[str, History]:
        """Return people by id with all that is recorded of them."""
        return histories.whole(self.db, ids, self.providers, known_statements.read(self).by_key)

    def people_count(self) -> int:
        """Return how many people there are."""
        (count,) = self.db.execute("SELECT count(*) FROM people").fetchone()
        return int(count)

    def person_numbered(self, trn: str) -> str | None:
        """Return the id of whoever has a teacher reference number, None for nobody."""
        found = self.db.execute("SELECT id FROM people WHERE trn = ?", (trn,)).fetchone()
        return found and shown(found[0])

    def mentored_by(self, mentor_id: str) -> list[str]:
        """Return whose mentor somebody is or was, by mentorships and by declarations."""
        found = self.db.execute(
            "SELECT p.id FROM people m JOIN mentorship_periods t ON t.mentor = m.key"
            " JOIN people p ON p.key = t.ect WHERE m.id = :mentor"
            " UNION SELECT p.id FROM people m JOIN declarations t ON t.mentor = m.key"
            " JOIN people p ON p.key = t.person WHERE m.id = :mentor",
            {"mentor": stored(mentor_id)},
        )
        return [shown(person) for (person,) in found]

    def takes_part(self, provider: str, year: int) -> bool:
        """Return whether a provider takes part in a contract period (V3-COHORT-1)."""
        found = self.db.execute(
            "SELECT 1 FROM provider_years WHERE provider = ? AND year = ?",
            (self.provider_keys[provider], year),
        )
        return found.fetchone() is not None

    def shown_histories(self, ids: Collection[str]) -> dict[str, History]:
        """Return people by id with what enrolments and transfers show: no declarations."""
        return histories.without_declarations(self.db, ids, self.providers)

    def page(self, found: Listing, query: ListQuery, now: Instant) -> Stamps:
        """Return what is on a page of a list in order: ids, and when each last changed."""
        return {shown(row[0]): row[1] for row in self.listed(found, query, now)}

    def one(self, found: Listing, id_: str, now: Instant) -> Instant | None:
        """Return when one row of a list last changed, None if it is not on it."""
        row = found.one(self.db, id_, now)
        return row.updated_at if row else None

    def listed(self, found: Listing, query: ListQuery, now: Instant) -> list[Row]:
        """Return the rows on a page of a list in order."""
        return found.page(self.db, query, now)

    def listed_one(self, found: Listing, id_: str, now: Instant) -> list[Listed]:
        """Return the one row of a list that has an id; raises NotFound."""
        row = found.one(self.db, id_, now)
        if row is None:
            raise NotFound
        return [row]

    def declarations(self, ids: Collection[str]) -> dict[str, Declaration]:
        """Return declarations by id."""
        found = self.db.execute(
            f"{selects.DECLARATIONS} WHERE t.id IN ({marks(ids)})", all_stored(ids)
        )
        statements = known_statements.read(self).by_key
        made = (rows.declaration(row, self.providers, statements) for row in found)
        return {each.id: each for each in made}

    def unfunded_school_periods(self, provider: str, today: date) -> list[tuple[str, str | None]]:
        """Return mentors with the e-mail of each assigned school period, the last one last."""
        found = self.db.execute(
            f"SELECT p.id, s.email FROM ({listing.ASSIGNMENTS}) a"
            " JOIN school_periods s ON s.key = a.mentor_school_period"
            " JOIN people p ON p.key = s.person ORDER BY s.started_on",
            {"provider": self.provider_keys[provider], "today": today.toordinal()},
        )
        return [(shown(person), email) for person, email in found]

    def school(self, school_id: str) -> School | None:
        """Return a school by id."""
        return self.schools([school_id]).get(school_id)

    def schools(self, ids: Collection[str]) -> dict[str, School]:
        """Return schools by id."""
        return facts.schools(self.db, ids)

    def attendances(self, school_id: str) -> list[Attendance]:
        """Return everybody's school periods at a school, with the training in each."""
        at = (stored(school_id),)
        periods = self.db.execute(f"{selects.SCHOOL_PERIODS} WHERE s.id = ?", at)
        school_periods = [rows.school_period(row) for row in periods]
        training: dict[int, list[TrainingPeriod]] = {each.id: [] for each in school_periods}
        for row in self.db.execute(
            f"{selects.TRAINING_PERIODS} WHERE t.person IN"
            f" (SELECT person FROM school_periods WHERE school = {key_of('schools')})"
            " ORDER BY t.started_on",
            at,
        ):
            if row[2] in training:
                training[row[2]].append(rows.training_period(row, self.providers))
        return [Attendance(each, tuple(training[each.id])) for each in school_periods]

    def people_at(self, school_id: str) -> list[str]:
        """Return the ids of everybody who is or was at a school."""
        found = self.db.execute(
            "SELECT DISTINCT p.id FROM school_periods t JOIN people p ON p.key = t.person"
            f" WHERE t.school = {key_of('schools')}",
            (stored(school_id),),
        )
        return [shown(person) for (person,) in found]

    def school_choices(self, ids: Collection[str], cohort: int) -> dict[str, str]:
        """Return the programme choices that schools have in a cohort (V3-SCHOOL-4)."""
        found = self.db.execute(
            "SELECT s.id, k.choice FROM schools s JOIN school_cohorts k ON k.school = s.key"
            f" WHERE k.year = ? AND s.id IN ({marks(ids)})",
            (cohort, *all_stored(ids)),
        )
        return {shown(school): choice for school, choice in found}

    def partnered_schools(self, ids: Collection[str], cohort: int) -> set[str]:
        """Return which schools have any provider's partnership in a cohort."""
        found = self.db.execute(
            "SELECT DISTINCT s.id FROM schools s JOIN partnerships p ON p.school = s.key"
            f" WHERE p.year = ? AND s.id IN ({marks(ids)})",
            (cohort, *all_stored(ids)),
        )
        return {shown(school) for (school,) in found}

    def interested_schools(self, ids: Collection[str], provider: str, cohort: int) -> set[str]:
        """Return which schools have people with or meant for a provider (V3-SCHOOL-5)."""
        found = self.db.execute(
            "SELECT s.id FROM schools s JOIN school_interests i ON i.school = s.key"
            f" WHERE i.provider = ? AND i.year = ? AND s.id IN ({marks(ids)})",
            (self.provider_keys[provider], cohort, *all_stored(ids)),
        )
        return {shown(school) for (school,) in found}

    def partnerships_with(self, provider: str, school_id: str) -> list[Partnership]:
        """Return a provider's partnerships with a school, in every cohort."""
        where = "p.provider = ? AND s.id = ?"
        values = (self.provider_keys[provider], stored(school_id))
        return facts.partnerships(self.db, self.providers, where, values)

    def partnerships(self, ids: Collection[str]) -> dict[str, Partnership]:
        """Return partnerships by id."""
        where = f"p.id IN ({marks(ids)})"
        found = facts.partnerships(self.db, self.providers, where, all_stored(ids))
        return {each.id: each for each in found}

    def currently_training(self, ids: Collection[str], today: date) -> dict[str, int]:
        """Return how many train under partnerships today, where anybody does (V3-PARTNER-2)."""
        found = self.db.execute(
            "SELECT p.id, count(*) FROM partnerships p"
            " JOIN training_periods t ON t.partnership = p.key"
            f" WHERE p.id IN ({marks(ids)}) AND t.started_on <= ?"
            " AND (t.finished_on IS NULL OR t.finished_on >= ?) GROUP BY p.key",
            (*all_stored(ids), today.toordinal(), today.toordinal()),
        )
        return {shown(id_): count for id_, count in found}

    def delivery_partners(self, ids: Collection[str]) -> dict[str, DeliveryPartner]:
        """Return delivery partners by id."""
        where = f"WHERE id IN ({marks(ids)})"
        found = self.db.execute(f"{selects.DELIVERY_PARTNERS} {where}", all_stored(ids))
        return {each.id: each for each in map(rows.delivery_partner, found)}

    def links(self, delivery_partner_id: str) -> list[Link]:
        """Return with whom a delivery partner may work, and when."""
        return facts.links(self.db, delivery_partner_id, self.providers)

    def linked_years(self, ids: Collection[str], provider: str) -> dict[str, list[int]]:
        """Return a provider's years with delivery partners, ascending."""
        found: dict[str, list[int]] = {}
        for id_, year in self.db.execute(
            "SELECT o.id, l.year FROM delivery_partners o"
            " JOIN links l ON l.delivery_partner = o.key"
            f" WHERE l.provider = ? AND o.id IN ({marks(ids)}) ORDER BY l.year",
            (self.provider_keys[provider], *all_stored(ids)),
        ):
            found.setdefault(shown(id_), []).append(year)
        return found

    def people_under(self, partnership_id: str) -> list[str]:
        """Return the ids of everybody with training under a partnership."""
        found = self.db.execute(
            "SELECT DISTINCT p.id FROM training_periods t JOIN people p ON p.key = t.person"
            f" WHERE t.partnership = {key_of('partnerships')}",
            (stored(partnership_id),),
        )
        return [shown(person) for (person,) in found]

    def declarations_under(self, partnership_id: str) -> list[str]:
        """Return the ids of the declarations made for training under a partnership."""
        found = self.db.execute(
            "SELECT d.id FROM training_periods t JOIN declarations d"
            " ON d.person = t.person AND d.training_period = t.key"
            f" WHERE t.partnership = {key_of('partnerships')}",
            (stored(partnership_id),),
        )
        return [shown(id_) for (id_,) in found]

    def transfer_stamps(self, ids: Iterable[int]) -> dict[int, Instant]:
        """Return the stamps of what transfers show of training periods."""
        wanted = tuple(ids)
        found = self.db.execute(
            f"SELECT key, transfer_stamp FROM training_periods WHERE key IN ({marks(wanted)})",
            wanted,
        )
        return dict(found)
