"""Whoever polls with the newest `updated_at` seen misses nothing (V3-LIST-13)."""

from random import Random

import pytest

from ecf_sandbox.engine.domain.instants import DAY, wire
from tests.v3.kit.random_acts import RandomActs

LISTS = (
    "/participants?",
    "/participants/transfers?",
    "/unfunded-mentors?",
    "/participant-declarations?",
    "/partnerships?",
    "/statements?",
    "/schools?filter[cohort]=2026&",
)
NOT_TOLD = ("participant_status", "status")
TYPES = ("started", "retained-1", "retained-2", "completed")


def told(value):
    """Return a record without what V3-LIST-13 does not promise to tell."""
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items() if key not in NOT_TOLD}
    return [told(each) for each in value] if isinstance(value, list) else value


class Poller:
    """Keeps a copy of a list by asking for what changed since the newest stamp it saw."""

    def __init__(self, server, path, provider="north-star"):
        self.server, self.path, self.token = server, path, f"{provider}-token"
        self.known, self.newest = {}, None

    def _get(self, query=""):
        path = f"{self.path}page[per_page]=3000{query}"
        answer = self.server.call("GET", path, token=self.token)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def poll(self):
        for each in self._get(f"&filter[updated_since]={self.newest}" if self.newest else ""):
            self.known[each["id"]] = each["attributes"]
            self.newest = max(self.newest or "", each["attributes"]["updated_at"])

    def missed(self):
        """Return what the list shows otherwise than the copy."""
        return [
            (each, self.known.get(each["id"]))
            for each in self._get()
            if told(each["attributes"]) != told(self.known.get(each["id"]))
        ]


def by_change(server, path):
    """Return the ids of a list in the order in which people changed (V3-LIST-6)."""
    answer = server.call("GET", f"{path}sort=updated_at&page[per_page]=3000")
    return [each["id"] for each in answer.json()["data"]]


class World:
    """Somebody who does things at random."""

    def __init__(self, server, random):
        self.server, self.random = server, random
        listed = server.call("GET", "/participants?page[per_page]=3000").json()["data"]
        self.people = [
            (each["id"], each["attributes"]["ecf_enrolments"][0]["participant_type"])
            for each in listed
        ]

    def step(self):
        """Do one thing; return what it was, and the status."""
        training = (self.defer, self.resume, self.withdraw, self.reschedule)
        others = (self.declare, self.void, self.partner, self.change_partner)
        act = self.random.choice((self.pass_time, *training, *others))
        return act.__name__, act()

    def _act(self, name, **said):
        person, kind = self.random.choice(self.people)
        course = {"ect": "ecf-induction", "mentor": "ecf-mentor"}[kind]
        path = f"/participants/{person}/{name}"
        return self.server.send("PUT", path, {"course_identifier": course, **said}).status_code

    def pass_time(self):
        days = self.random.choice((0, 1, 1, 7, 40))
        self.server.set_now(wire(self.server.now + days * DAY))

    def defer(self):
        return self._act("defer", reason="other")

    def resume(self):
        return self._act("resume")

    def withdraw(self):
        return self._act("withdraw", reason="other")

    def reschedule(self):
        kind = self.random.choice(("standard", "extended"))
        cohort = self.random.choice((None, 2024, 2025, 2026))
        return self._act(
            "change-schedule", schedule_identifier=f"ecf-{kind}-september", cohort=cohort
        )

    def declare(self):
        person, kind = self.random.choice(self.people)
        said = {
            "participant_id": person,
            "declaration_type": self.random.choice(TYPES),
            "declaration_date": "2026-11-02T09:00:00Z",
            "course_identifier": {"ect": "ecf-induction", "mentor": "ecf-mentor"}[kind],
            "evidence_held": self.random.choice(("other", "75-percent-engagement-met")),
        }
        return self.server.send("POST", "/participant-declarations", said).status_code

    def void(self):
        listed = self.server.call("GET", "/participant-declarations").json()["data"]
        chosen = self.random.choice(listed)["id"]
        return self.server.call("PUT", f"/participant-declarations/{chosen}/void").status_code

    def partner(self):
        said = {
            "cohort": self.random.choice((2025, 2026)),
            "school_id": f"5c000000-0000-4000-8000-{self.random.randint(3, 20):012}",
            "delivery_partner_id": "de000000-0000-4000-8000-000000000002",
        }
        return self.server.send("POST", "/partnerships", said).status_code

    def change_partner(self):
        listed = self.server.call("GET", "/partnerships").json()["data"]
        number = self.random.choice((1, 2, 3, 6))
        said = {"delivery_partner_id": f"de000000-0000-4000-8000-{number:012}"}
        path = f"/partnerships/{self.random.choice(listed)['id']}"
        return self.server.send("PUT", path, said).status_code


@pytest.mark.rule("V3-LIST-13", "V3-LIST-8", "V3-LIST-9", "V3-LIST-10", "V3-LIST-11")
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 4))]
)
def test_a_poller_misses_nothing(server, seed):
    world, pollers = World(server, Random(seed)), [Poller(server, path) for path in LISTS]
    for poller in pollers:
        poller.poll()
    done = []
    for _ in range(60):
        done.append(world.step())
        for poller in pollers:
            poller.poll()
            assert poller.missed() == [], (poller.path, done[-1])
    assert len([status for _, status in done if status == 200]) > 10, done


@pytest.mark.rule(
    "V3-LIST-6", "V3-LIST-13", "V3-LIST-8", "V3-LIST-11", "V3-TRANSFER-4", "V3-UNFUNDED-3"
)
@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 4))]
)
def test_a_poller_misses_nothing_of_what_schools_and_the_department_do(server, seed):
    random = Random(seed)
    world = World(server, random)
    schools = RandomActs(server, random, [person for person, _ in world.people])
    pollers = [Poller(server, path) for path in LISTS]
    pollers += [Poller(server, path, "riverbank") for path in LISTS[:3]]
    for poller in pollers:
        poller.poll()
    done = []
    for _ in range(60):
        done.append(random.choice((world, schools, schools)).step())
        world.people += [
            (each, "ect") for each in schools.people if (each, "ect") not in world.people
        ]
        for poller in pollers:
            poller.poll()
            assert poller.missed() == [], (poller.path, poller.token, done[-1])
        people, transfers = (by_change(server, path) for path in LISTS[:2])
        assert transfers == [each for each in people if each in transfers], done[-1]
    assert len([status for _, status in done if status in {200, 201}]) > 20, done
