"""Whoever polls misses nothing of what the department does (V3-LIST-13)."""

from random import Random

import pytest

from ecf_sandbox.engine.domain.instants import parse_date_time
from tests.v3.http.test_polling import LISTS, Poller
from tests.v3.kit.people import delivery_partner_id, school_id

ALL = (*LISTS, "/delivery-partners?", "/schools?filter[cohort]=2024&")
# Entering these is not told: a school made eligible, another provider's declaration.
ENTERED_UNTOLD = ("/schools", "/participant-declarations")


class Department:
    """Does things to register worlds at random; what a rule refuses is left undone."""

    def __init__(self, server, control, random):
        self.server, self.control, self.random = server, control, random

    def step(self):
        """Do one thing; return what it was, and the status."""
        acts = (
            self.school,
            self.delivery_partner,
            self.link,
            self.partnership,
            self.other_partner,
            self.cohort,
            self.authorise,
            self.void,
            self.move,
        )
        act = self.random.choice(acts)
        return act.__name__, act().status_code

    def _number(self, last):
        return self.random.randint(1, last)

    def school(self):
        tutor = f"tutor.{self._number(99)}@example.org"
        said = self.random.choice(
            (
                {"name": f"School {self._number(99)}"},
                {"urn": str(200_000 + self._number(99))},
                {"tutor_name": self.random.choice((None, "Maya Lindqvist"))},
                {"tutor_email": self.random.choice((None, tutor)), "contact_email": tutor},
                {"uplifts": {"2024": {"sparsity": self.random.random() < 0.5}}},
            )
        )
        return self.control.call("PATCH", f"/schools/{school_id(self._number(20))}", said)

    def delivery_partner(self):
        path = f"/delivery-partners/{delivery_partner_id(self._number(6))}"
        return self.control.call("PATCH", path, {"name": f"Hub {self._number(99)}"})

    def link(self):
        partner, year = delivery_partner_id(self._number(6)), 2020 + self._number(7)
        path = f"/delivery-partners/{partner}/links/north-star/{year}"
        return self.control.call("PUT", path)

    def partnership(self):
        place = {
            "provider": self.random.choice(("north-star", "riverbank")),
            "cohort": 2020 + self._number(6),
            "school_id": school_id(self._number(20)),
        }
        known = [
            each["id"]
            for each in self.control.get("/partnerships")["partnerships"]
            if all(each[name] == str(value) for name, value in place.items())
        ]
        moved = {"move_from": known[0]} if known else {}
        partner = {"delivery_partner_id": delivery_partner_id(self._number(6))}
        return self.control.call("POST", "/partnerships", {**place, **partner, **moved})

    def other_partner(self):
        known = self.random.choice(self.control.get("/partnerships")["partnerships"])["id"]
        partner = {"delivery_partner_id": delivery_partner_id(self._number(6))}
        return self.control.call("PATCH", f"/partnerships/{known}", partner)

    def cohort(self):
        if self.random.random() < 0.2:
            last = self.control.get("/cohorts")["cohorts"][-1]["year"]
            return self.control.call("PUT", f"/cohorts/{int(last) + 1}", {})
        said = self.random.choice(({"enabled": True}, {"finished_on": "2027-05-20"}))
        return self.control.call("PUT", "/cohorts/2026", said)

    def authorise(self):
        listed = self.control.get("/statements")["statements"]
        payable = [each["id"] for each in listed if each["state"] == "payable"]
        chosen = self.random.choice(payable or [listed[0]["id"]])
        return self.control.call("POST", f"/statements/{chosen}/authorise")

    def void(self):
        listed = self.server.call("GET", "/participant-declarations").json()["data"]
        chosen = self.random.choice(listed)["id"]
        return self.control.call("POST", f"/declarations/{chosen}/void")

    def move(self):
        words = ("tomorrow", "next-statement-deadline", "next-payment", "next-training-end")
        answer = self.control.call("POST", "/clock/advance", {"to": self.random.choice(words)})
        self.server.now = parse_date_time(self.control.get("/clock")["now"])
        return answer


@pytest.mark.rule(
    "V3-LIST-13", "V3-LIST-8", "V3-LIST-9", "V3-LIST-10", "V3-LIST-11", "V3-TRANSFER-4"
)
@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_a_poller_misses_nothing_that_the_department_does(server, control, seed):
    department = Department(server, control, Random(seed))
    pollers = [Poller(server, path) for path in ALL]
    for poller in pollers:
        poller.poll()
    done = []
    for _ in range(50):
        done.append(department.step())
        for poller in pollers:
            poller.poll()
            untold = poller.path.startswith(ENTERED_UNTOLD)
            missed = [each for each in poller.missed() if not (untold and each[1] is None)]
            assert missed == [], (poller.path, done[-1])
    assert len({name for name, status in done if status in (200, 201)}) > 6, done
