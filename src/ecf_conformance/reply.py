"""An answer of a target, and the assertions on it.

An assertion names the request, what was expected, and the difference.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from ecf_conformance.exchange import Exchange

Json = Any

_LEAK = re.compile(r"\bNone\b(?! of\b)")  # a program's word for what it has not


class SetupFailed(Exception):
    """The setup of a scenario failed; another scenario shows what failed."""


@dataclass(slots=True)
class Evidence:
    """What a scenario has seen of its target: a refusal counts beside an acceptance only."""

    exchanges: list[Exchange] = field(default_factory=list)
    accepted: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Errors:
    """How an API words errors that say no more than their status.

    `titles` are by status; those `listed` come in an array of errors, the others alone under
    `error`. `challenge` is the `WWW-Authenticate` of a 401, None where there is none.
    """

    titles: Mapping[int, str]
    listed: frozenset[int] = frozenset()
    challenge: str | None = None


class Attributes(dict[str, Json]):
    """The attributes that something is shown with: what it lacks is a promise broken."""

    def __init__(self, shown: Mapping[str, Json], where: str) -> None:
        """Take what is shown; `where` begins the sentence that says what lacks."""
        super().__init__(shown)
        self._where = where

    def __missing__(self, name: str) -> Json:
        raise AssertionError(f"{self._where} without {name}")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the provider API, to be judged.

    `rules_behind` tells which rules refused a request, where the target tells that at all.
    """

    exchange: Exchange
    evidence: Evidence
    errors: Errors
    rules_behind: Callable[[Exchange], Sequence[str]] | None = None

    @property
    def status(self) -> int:
        return self.exchange.status

    @property
    def text(self) -> str:
        return self.exchange.text

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.exchange.headers)

    def accepted(self) -> Self:
        """Require a 200."""
        self._answers(200)
        self.evidence.accepted += 1
        return self

    def done(self) -> Self:
        """Require a 200 of what only prepares a scenario."""
        if self.status != 200:
            raise SetupFailed(
                f"{self.exchange.line}{self._why()}, and it is where this starts from"
            )
        return self

    def refused(self, naming: str | Sequence[str], by: str | Sequence[str] = ()) -> Self:
        """Require a 422 with exactly these titles, in order; `by` are the rules behind them."""
        rules = _listed(by)
        self._answers(422, rules)
        expected, titles = _listed(naming), self.titles
        wrong = f"{self.exchange.line} naming {titles}; expected {expected}{_as_by(rules)}"
        assert titles == expected, wrong
        for error in self.exchange.json()["errors"]:
            detail = error.get("detail")
            assert isinstance(detail, str), f"{self.exchange.line} without a detail: {error}"
            assert detail, f"{self.exchange.line} with an empty detail for {error['title']}"
            assert not _LEAK.search(detail), f"{self.exchange.line} with a detail of None: {detail}"
        self._is_by(rules)
        self.evidence.refused += 1
        return self

    def bad_request(self, title: str = "Bad request", *, by: str = "") -> Self:
        """Require a 400 in the envelope of errors; `by` is the rule behind it."""
        self._answers(400)
        assert self.titles == [title], f"{self.exchange.line} naming {self.titles}, not {title!r}"
        self._is_by([by] if by else [])
        self.evidence.refused += 1
        return self

    def not_found(self) -> Self:
        """Require the 404 of the document."""
        return self._simply(404)

    def denied(self) -> Self:
        """Require the 401 of the document, with how to ask where the API says it."""
        self._simply(401)
        asked, expected = self.headers.get("www-authenticate"), self.errors.challenge
        assert asked == expected, f"{self.exchange.line}, WWW-Authenticate {asked}, not {expected}"
        return self

    def not_allowed(self) -> Self:
        """Require the 405 of the document, with the methods that are."""
        self._simply(405)
        assert self.headers.get("allow"), f"{self.exchange.line} without an Allow header"
        return self

    def too_large(self) -> Self:
        return self._simply(413)

    def shows(self, **expected: Json) -> Self:
        """Require attributes of the one record answered."""
        found = self.attributes
        for name, value in expected.items():
            assert name in found, f"{self.exchange.line} without {name}"
            wrong = f"{self.exchange.line} with {name} {found[name]!r}; expected {value!r}"
            assert found[name] == value, wrong
        return self

    @property
    def data(self) -> Json:
        """What is under `data`."""
        found = self.exchange.json()
        assert isinstance(found, dict), f"{self.exchange.line} with no object: {self.text[:200]}"
        assert "data" in found, f"{self.exchange.line} without data: {self.text[:200]}"
        return found["data"]

    @property
    def attributes(self) -> dict[str, Json]:
        """The attributes of the one record answered."""
        data = self.data
        known = isinstance(data, dict) and isinstance(data.get("attributes"), dict)
        assert known, f"{self.exchange.line} without attributes: {self.text[:200]}"
        return Attributes(data["attributes"], self.exchange.line)

    @property
    def id(self) -> str:
        """The id of the one record answered."""
        data = self.data
        known = isinstance(data, dict) and isinstance(data.get("id"), str)
        assert known, f"{self.exchange.line} without an id: {self.text[:200]}"
        return str(data["id"])

    @property
    def records(self) -> list[dict[str, Json]]:
        """The records of a list."""
        self._answers(200)
        data = self.data
        assert isinstance(data, list), f"{self.exchange.line} with no list: {self.text[:200]}"
        for each in data:
            known = isinstance(each, dict) and isinstance(each.get("attributes"), dict)
            assert known, f"{self.exchange.line} with no record: {str(each)[:200]}"
            assert isinstance(each.get("id"), str), f"{self.exchange.line} with a record without id"
        where = f"{self.exchange.line} with a record"
        return [{**each, "attributes": Attributes(each["attributes"], where)} for each in data]

    @property
    def only(self) -> dict[str, Json]:
        """The attributes of a list's only record."""
        records = self.records
        assert len(records) == 1, f"{self.exchange.line} with {len(records)} records; expected 1"
        found: dict[str, Json] = records[0]["attributes"]
        return found

    @property
    def ids(self) -> list[str]:
        """The ids of a list, in order."""
        return [each["id"] for each in self.records]

    @property
    def titles(self) -> list[str]:
        """The titles of the errors, in order."""
        found = self.exchange.json()
        errors = found.get("errors") if isinstance(found, dict) else None
        well = isinstance(errors, list) and all(isinstance(each, dict) for each in errors)
        assert well, f"{self.exchange.line} without a list of errors: {self.text[:200]}"
        return [str(each.get("title")) for each in errors or []]

    def _answers(self, status: int, by: Sequence[str] = ()) -> None:
        wrong = f"{self.exchange.line}{self._why()}; expected {status}{_as_by(by)}"
        assert self.status == status, wrong

    def _is_by(self, rules: Sequence[str]) -> None:
        """Require the rules behind a refusal, where the target tells them."""
        if rules and self.rules_behind is not None:
            found = self.rules_behind(self.exchange)
            wrong = f"{self.exchange.line} by {', '.join(found)}; expected {', '.join(rules)}"
            assert list(found) == list(rules), wrong

    def _simply(self, status: int) -> Self:
        """Require an error that says no more than its status."""
        self._answers(status)
        title = self.errors.titles[status]
        wrong = f"{self.exchange.line} with {self.text[:200]}; expected the error {title!r}"
        if status in self.errors.listed:
            assert self.titles == [title], wrong
        else:
            assert self.exchange.json() == {"error": title}, wrong
        self.evidence.refused += 1
        return self

    def _why(self) -> str:
        """Return what an unexpected refusal says for itself."""
        if self.status == 200 or not self.text:
            return ""
        return f" ({self.text[:300]})"


def _listed(said: str | Sequence[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def _as_by(rules: Sequence[str]) -> str:
    return f" by {', '.join(rules)}" if rules else ""
