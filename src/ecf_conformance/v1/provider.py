"""What a lead provider does with API v1, as methods for scenarios."""

from collections.abc import Mapping
from typing import Any

from ecf_conformance import provider
from ecf_conformance.moments import Moment, wire
from ecf_conformance.participants import Participant, Wanted
from ecf_conformance.reply import Reply
from ecf_conformance.v1.schedules import SEPTEMBER, Milestone, milestone

Json = Any

NOW = "2021-11-25T09:00:00Z"
LATE_IN = {"2021": "2024-04-01T00:00:00Z", "2022": "2025-04-01T00:00:00Z"}
"""After the last milestone of a cohort, while a real service may still have a payment to come."""
LATE = LATE_IN["2021"]
NOBODY = "00000000-0000-4000-8000-00000000dead"
MISSING = object()
"""Instead of a value: leave the attribute out."""

_REASONS = {"defer": "career-break", "withdraw": "moved-school"}


class Provider(provider.Provider):
    """A lead provider that integrates with API v1."""

    usual_moment = NOW

    def milestone(self, declaration_type: str = "started", schedule: str = SEPTEMBER) -> Milestone:
        """Return a milestone of this edition, cohort 2021."""
        return milestone(self.edition, declaration_type, schedule)

    # People

    def someone(
        self,
        kind: str = "ect",
        schedule: str | None = SEPTEMBER,
        *,
        cohort: str = "2021",
        state: str | None = None,
        untouched: bool = False,
    ) -> Participant:
        """Return somebody of this provider's for this scenario alone."""
        return self._found(Wanted(kind, schedule, cohort, state, untouched))

    def send(self, method: str, path: str, attributes: Json, kind: str = "any") -> Reply:
        """Send attributes in the API's envelope."""
        return self.call(method, path, json={"data": {"type": kind, "attributes": attributes}})

    # Reading

    def participants(self, **filters: str) -> Reply:
        return self.get("/participants/ecf", params=_query(filters))

    def declarations(self, **filters: str) -> Reply:
        return self.get("/participant-declarations", params=_query(filters))

    def reads(self, participant: Participant | str) -> Reply:
        return self.get(f"/participants/ecf/{_id(participant)}")

    def reads_declaration(self, declaration_id: str) -> Reply:
        return self.get(f"/participant-declarations/{declaration_id}")

    def declared_for(self, participant: Participant) -> Reply:
        """List what was declared for somebody."""
        return self.declarations(participant_id=participant.id)

    # Declaring

    def declares(
        self,
        participant: Participant,
        declaration_type: str = "started",
        /,
        dated: Moment = NOW,
        **changes: Json,
    ) -> Reply:
        """Declare, with evidence where it is needed, but for what `changes` say."""
        evidence = {} if declaration_type == "started" else {"evidence_held": "other"}
        said = {
            "participant_id": participant.id,
            "declaration_type": declaration_type,
            "declaration_date": wire(dated),
            "course_identifier": participant.course,
            **evidence,
            **changes,
        }
        kind = "participant-declaration"
        return self.send("POST", "/participant-declarations", _kept(said), kind)

    def voids(self, declaration: Reply | str) -> Reply:
        known = declaration if isinstance(declaration, str) else declaration.id
        return self.call("PUT", f"/participant-declarations/{known}/void")

    # Acting

    def acts(
        self,
        action: str,
        participant: Participant,
        *,
        path: str = "/participants/ecf",
        **said: Json,
    ) -> Reply:
        """Take an action with a good reason and course, but for what is `said`."""
        reason = {"reason": _REASONS[action]} if action in _REASONS else {}
        known = _kept({"course_identifier": participant.course, **reason, **said})
        id_ = said.get("id", participant.id)
        known.pop("id", None)
        return self.send("PUT", f"{path}/{id_}/{action}", known, f"participant-{action}")

    def defers(self, participant: Participant, **said: Json) -> Reply:
        return self.acts("defer", participant, **said)

    def resumes(self, participant: Participant, **said: Json) -> Reply:
        return self.acts("resume", participant, **said)

    def withdraws(self, participant: Participant, **said: Json) -> Reply:
        return self.acts("withdraw", participant, **said)

    def changes_schedule(self, participant: Participant, schedule: str, **said: Json) -> Reply:
        known = {"schedule_identifier": schedule, "cohort": "2021", **said}
        return self.acts("change-schedule", participant, **known)

    # Our sandbox only

    def adds(self, kind: str = "ect", **facts: Json) -> Participant:
        """Let a school add somebody who has yet to register."""
        who = {"provider": self.slug, "participant_type": kind, **facts}
        told = self.control("POST", "/participants", who)
        return Participant(told["id"], told["participant_type"], told["schedule_identifier"], told)

    def changes(self, participant: Participant, **facts: Json) -> None:
        """Change what the school or the registration knows of somebody."""
        self.control("PATCH", f"/participants/{participant.id}", facts)


def _query(filters: Mapping[str, str]) -> dict[str, str]:
    """Return query parameters; `page` and `per_page` are paging, the others filters."""
    paging = ("page", "per_page")
    return {
        f"page[{name}]" if name in paging else f"filter[{name}]": value
        for name, value in filters.items()
    }


def _id(participant: Participant | str) -> str:
    return participant if isinstance(participant, str) else participant.id


def _kept(said: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in said.items() if value is not MISSING}
