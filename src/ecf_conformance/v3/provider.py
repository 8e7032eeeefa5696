"""What a lead provider does with API v3, as methods for scenarios."""

from collections.abc import Mapping
from typing import Any

from ecf_conformance import provider
from ecf_conformance.moments import Moment, wire
from ecf_conformance.participants import NobodyFound, Participant, Wanted
from ecf_conformance.reply import Attributes, Reply
from ecf_conformance.target import CannotShow
from ecf_conformance.v3.schedules import SEPTEMBER, evidence

Json = Any

NOW = "2026-11-25T09:00:00Z"
TOMORROW = "2026-11-26T09:00:00Z"
DAY_AFTER = "2026-11-27T09:00:00Z"
# When what is declared now becomes payable and paid, and the payment after: midnights in London.
PAYABLE = "2027-01-01T00:00:00Z"
PAID = "2027-01-25T00:00:00Z"
NEXT_PAID = "2027-04-24T23:00:00Z"
COHORT = "2026"
NOBODY = "00000000-0000-4000-8000-00000000dead"
MISSING = object()
"""Instead of a value: leave the attribute out."""

_REASONS = {"defer": "career-break", "withdraw": "moved-school"}
_PAGING = ("page", "per_page")


class Provider(provider.Provider):
    """A lead provider that integrates with API v3."""

    usual_moment = NOW

    # What a scenario starts from

    def someone(
        self,
        kind: str = "ect",
        schedule: str | None = None,
        *,
        cohort: str = "",
        state: str | None = None,
        untouched: bool = False,
        **more: str,
    ) -> Participant:
        """Return somebody of this provider's for this scenario alone; `more` tell the state.

        Without a state they are of the usual cohort and schedule, unless said.
        """
        if state is None:
            schedule, cohort = schedule or SEPTEMBER, cohort or COHORT
        return self._found(Wanted(kind, schedule, cohort, state, untouched, more))

    def arranged(self, state: str, **params: str) -> Mapping[str, Json]:
        """Return the ids that a provider state about nobody in particular gives."""
        try:
            return self._people().arrange(state, params, self.target.clock.at(self._now))
        except NobodyFound as nobody:
            raise CannotShow(str(nobody)) from None

    # Reading: lists by their filters, `page` and `per_page`, and `sort`

    def participants(self, **query: str) -> Reply:
        return self.get("/participants", params=_query(query))

    def declarations(self, **query: str) -> Reply:
        return self.get("/participant-declarations", params=_query(query))

    def transfers(self, **query: str) -> Reply:
        return self.get("/participants/transfers", params=_query(query))

    def unfunded_mentors(self, **query: str) -> Reply:
        return self.get("/unfunded-mentors", params=_query(query))

    def partnerships(self, **query: str) -> Reply:
        return self.get("/partnerships", params=_query(query))

    def schools(self, cohort: str = COHORT, **query: str) -> Reply:
        return self.get("/schools", params=_query({"cohort": cohort, **query}))

    def delivery_partners(self, **query: str) -> Reply:
        return self.get("/delivery-partners", params=_query(query))

    def statements(self, **query: str) -> Reply:
        return self.get("/statements", params=_query(query))

    def reads(self, participant: Participant | str) -> Reply:
        return self.get(f"/participants/{_id(participant)}")

    def reads_transfers(self, participant: Participant | str) -> Reply:
        return self.get(f"/participants/{_id(participant)}/transfers")

    def reads_declaration(self, declaration_id: str) -> Reply:
        return self.get(f"/participant-declarations/{declaration_id}")

    def reads_partnership(self, partnership_id: str) -> Reply:
        return self.get(f"/partnerships/{partnership_id}")

    def reads_school(self, school_id: str, cohort: str = COHORT) -> Reply:
        return self.get(f"/schools/{school_id}", params=_query({"cohort": cohort}))

    def reads_statement(self, statement_id: str) -> Reply:
        return self.get(f"/statements/{statement_id}")

    def declared_for(self, participant: Participant) -> Reply:
        """List what was declared for somebody."""
        return self.declarations(participant_id=participant.id)

    def enrolment(self, participant: Participant) -> dict[str, Json]:
        """Return the enrolment that a scenario is about, as it is shown now."""
        enrolments = self.reads(participant).done().attributes["ecf_enrolments"]
        found = [each for each in enrolments if each.get("participant_type") == participant.kind]
        assert found, f"{participant.id} is shown without an enrolment as {participant.kind}"
        return Attributes(found[0], "an enrolment is shown")

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
        cohort = str(participant.state_values.get("cohort") or COHORT)
        held = evidence(participant.kind, declaration_type, cohort)
        said = {
            "participant_id": participant.id,
            "declaration_type": declaration_type,
            "declaration_date": wire(dated),
            "course_identifier": participant.course,
            **({"evidence_held": held} if held else {}),
            **changes,
        }
        return self.send("POST", "/participant-declarations", said, "participant-declaration")

    def voids(self, declaration: Reply | str) -> Reply:
        known = declaration if isinstance(declaration, str) else declaration.id
        return self.call("PUT", f"/participant-declarations/{known}/void")

    # Acting

    def acts(self, action: str, participant: Participant, **said: Json) -> Reply:
        """Take an action with a good reason and course, but for what is `said`."""
        reason = {"reason": _REASONS[action]} if action in _REASONS else {}
        known = {"course_identifier": participant.course, **reason, **said}
        id_ = known.pop("id", participant.id)
        return self.send("PUT", f"/participants/{id_}/{action}", known, f"participant-{action}")

    def defers(self, participant: Participant, **said: Json) -> Reply:
        return self.acts("defer", participant, **said)

    def resumes(self, participant: Participant, **said: Json) -> Reply:
        return self.acts("resume", participant, **said)

    def withdraws(self, participant: Participant, **said: Json) -> Reply:
        return self.acts("withdraw", participant, **said)

    def changes_schedule(self, participant: Participant, schedule: Json, **said: Json) -> Reply:
        return self.acts("change-schedule", participant, schedule_identifier=schedule, **said)

    # Partnerships

    def partners(self, **said: Json) -> Reply:
        """Create a partnership of the cohort that scenarios are in, but for what is `said`."""
        return self.send("POST", "/partnerships", {"cohort": COHORT, **said}, "partnership")

    def changes_partnership(self, partnership_id: str, **said: Json) -> Reply:
        return self.send("PUT", f"/partnerships/{partnership_id}", said, "partnership")

    def send(self, method: str, path: str, attributes: Json, kind: str = "any") -> Reply:
        """Send attributes in the API's envelope, without those that are MISSING."""
        said = attributes
        if isinstance(attributes, Mapping):
            said = {name: value for name, value in attributes.items() if value is not MISSING}
        return self.call(method, path, json={"data": {"type": kind, "attributes": said}})


def _query(said: Mapping[str, str]) -> dict[str, str]:
    """Return query parameters: paging, `sort`, and filters for everything else."""
    return {_parameter(name): value for name, value in said.items()}


def _parameter(name: str) -> str:
    if name in _PAGING:
        return f"page[{name}]"
    return name if name == "sort" else f"filter[{name}]"


def _id(participant: Participant | str) -> str:
    return participant if isinstance(participant, str) else participant.id
