"""What plays the part of a recording's schools, partners, partnerships and statements there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from ecf_sandbox.cli.implementation import Implementation
from ecf_sandbox.cli.recorded_facts import SCHOOL, Facts
from ecf_sandbox.cli.recordings import Recording, Write
from ecf_sandbox.cli.remote import Json

# Kinds in the order in which they are found, with what is the same there whatever the ids are.
_KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    "partnership": ("cohort", "urn"),
    "school": ("urn",),
    "delivery-partner": ("name",),
    "statement": ("cohort", "year", "month"),
}


@dataclass(slots=True)
class Counterparts:
    """Finds them in the lists of an implementation of API v3, as they are at a date.

    `ids` are what ids of the recording are there, and `urns` what URNs are; both grow with what
    is found.
    """

    recording: Recording
    there: Implementation
    ids: dict[str, str]
    date: str
    urns: dict[str, str] = field(default_factory=dict)
    _lists: dict[tuple[str, str, str], list[Json]] = field(default_factory=dict)

    def find(self) -> Iterator[str]:
        """Find one for each; yields what nothing there is like."""
        made = {each.ids_in_answer[0] for each in self._partnering()}
        for kind in _KNOWN_BY:
            for id_, facts in self.recording.organisations.items():
                if facts["kind"] != kind or id_ in self.ids or id_ in made:
                    continue
                found = self._found(id_, facts)
                if found is None:
                    yield id_
                else:
                    self._take(id_, facts, found)

    def _partnering(self) -> Iterator[Write]:
        """Yield the writes that make partnerships."""
        for write in self.recording.writes:
            made = write.method == "POST" and write.path.endswith("/partnerships")
            if made and write.status == HTTPStatus.OK:
                yield write

    def _found(self, id_: str, facts: Facts) -> Json:
        """Return the same, one that is known by the same, or another one that will do; or None."""
        listed = self._listed(facts)
        free = [each for each in listed if each["id"] not in self.ids.values()]
        alike = {name: facts[name] for name in _KNOWN_BY[facts["kind"]]}
        needed = self._needed(id_, facts)
        return (
            next((each for each in listed if each["id"] == id_), None)
            or _first(free, alike | (needed or {}))
            or (None if needed is None else _first(free, needed))
        )

    def _needed(self, id_: str, facts: Facts) -> Facts | None:
        """Return what any other one must have to do as well, None where no other one does.

        A school that a partnership was made with is one that has none yet.
        """
        if facts["kind"] == "statement":
            return None
        if facts["kind"] == "school":
            interest = facts["expression_of_interest"]
            free = {"in_partnership": False, "expression_of_interest": interest}
            return free if any(id_ in each.ids for each in self._partnering()) else None
        return {}

    def _take(self, id_: str, facts: Facts, found: Json) -> None:
        """Take note of what something is there, and of a partnership's school."""
        self.ids[id_] = str(found["id"])
        if "urn" in facts:
            self.urns[facts["urn"]] = found["attributes"]["urn"]
        if SCHOOL in facts:
            self.ids.setdefault(facts[SCHOOL], found["attributes"][SCHOOL])

    def _listed(self, facts: Facts) -> list[Json]:
        """Return the list of a kind, as the provider sees it in the cohort."""
        asked = (facts["kind"], facts["provider"], facts.get("cohort", ""))
        if asked not in self._lists:
            kind, provider, cohort = asked
            filters = {"filter[cohort]": cohort} if cohort else {}
            path = f"/api/v3/{kind}s"
            self._lists[asked] = list(self.there.listed(provider, path, filters, date=self.date))
        return self._lists[asked]


def _first(listed: list[Json], wanted: Facts) -> Json:
    """Return the first that has what is wanted among its attributes, None where none has."""
    return next((each for each in listed if wanted.items() <= each["attributes"].items()), None)
