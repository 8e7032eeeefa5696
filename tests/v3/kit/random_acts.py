"""Schools, appropriate bodies and the department who do things to people at random."""

from datetime import timedelta

from ecf_sandbox.engine.domain.instants import moment
from tests.v3.kit.control import Control
from tests.v3.kit.people import school_id

PROVIDERS = ("north-star", "riverbank")
SCHOOLS = (1, 2, 3, 13)


class RandomActs:
    """Acts on people whom they register themselves, and on some who were there."""

    def __init__(self, server, random, known):
        self.server, self.random, self.control = server, random, Control(server)
        self.people = random.sample(known, 6)

    def step(self):
        """Do one thing; return what it was, and the status."""
        moves = (self.register, self.join, self.leave, self.change_provider, self.change_programme)
        facts = (self.assign, self.end, self.induct, self.conclude, self.correct, self.settle)
        act = self.random.choice((*moves, *facts, self.assign, self.merge))
        return act.__name__, act()

    def _call(self, method, path, body):
        answer = self.control.call(method, path, body)
        assert answer.status_code in {200, 201, 404, 409}, answer.text
        return answer

    def _act(self, name, method="POST", **body):
        person = self.random.choice(self.people)
        return self._call(method, f"/participants/{person}{name}", body).status_code

    def _day(self):
        away = self.random.choice((-60, -7, -1, 0, 1, 14))
        return (moment(self.server.now) + timedelta(days=away)).date().isoformat()

    def _place(self):
        return {
            "participant_type": self.random.choice(("ect", "mentor")),
            "school_id": school_id(self.random.choice(SCHOOLS)),
            "started_on": self._day(),
            "provider": self.random.choice((*PROVIDERS, None)),
        }

    def register(self):
        answer = self._call("POST", "/participants", self._place())
        if answer.status_code == 201:
            self.people.append(answer.json()["id"])
        return answer.status_code

    def join(self):
        return self._act("/join", **self._place(), only_here=self.random.choice((True, False)))

    def leave(self):
        role = self.random.choice(("ect", "mentor"))
        return self._act("/leave", participant_type=role, on=self._day())

    def change_provider(self):
        role, provider = self.random.choice(("ect", "mentor")), self.random.choice(PROVIDERS)
        return self._act("/lead-provider", participant_type=role, provider=provider)

    def change_programme(self):
        programme = self.random.choice(("school_led", "provider_led"))
        return self._act("/programme", programme=programme)

    def assign(self):
        return self._act("/mentor", mentor_id=self.random.choice(self.people))

    def end(self):
        return self._act("/mentor", mentor_id=None)

    def induct(self):
        return self._act("/induction", started_on=self._day())

    def conclude(self):
        outcome = self.random.choice((None, None, "pass"))
        return self._act("/induction", "PATCH", finished_on=self._day(), outcome=outcome)

    def correct(self):
        said = (
            {"full_name": f"Name {self.random.random()}"},
            {"participant_type": "mentor", "email": f"{self.random.random()}@example.org"},
            {"record_completed_on": self._day()},
            {"record_completed_on": None},
            {"working_pattern": self.random.choice(("full_time", "part_time"))},
        )
        return self._act("", "PATCH", **self.random.choice(said))

    def settle(self):
        role = self.random.choice(("ect", "mentor"))
        reason = {"reason": "started_not_completed"} if role == "mentor" else {}
        said = (
            {"eligible": True},
            {"ineligible_on": self._day(), **reason},
            {"ineligible_on": None},
        )
        return self._act("/eligibility", "PUT", participant_type=role, **self.random.choice(said))

    def merge(self):
        return self._act("/merge", into=self.random.choice(self.people))
