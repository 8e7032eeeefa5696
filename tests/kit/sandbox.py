"""A world of a test's own, in process, and providers who call it."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.clock import frozen_at
from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.http.app import Documents, create_app
from ecf_sandbox.engine.http.control.context import Limits, ServerContext
from ecf_sandbox.engine.http.control.guard import Guard
from ecf_sandbox.engine.store import new_file
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import Origin, Provider
from ecf_sandbox.engine.store.worlds import DEFAULT, Worlds
from ecf_sandbox.v1 import editions
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.domain.participants import ParticipantType, Person, Status
from ecf_sandbox.v1.store import additions
from ecf_sandbox.v1.store.schema import SCHEMA
from tests.kit.conformance import checking

PROVIDERS = ("north-star", "riverbank", "beacon-hill", "fenland")
NOW = "2021-11-25T09:00:00Z"
ADDED = "2021-09-01T09:00:00Z"
SEPTEMBER = "ecf-standard-september"

DOCUMENTS = Documents(APIS)
DOCUMENT = DOCUMENTS.provider["v1"].read()


NOBODY = {"participants": 0, "personas": False}


def app_of(worlds: Worlds, limits: Limits | None = None, *, guard: Guard | None = None) -> ASGIApp:
    """Return an app of the APIs there are."""
    server = ServerContext(worlds, APIS.world_kinds, limits or Limits())
    return create_app(APIS, DOCUMENTS, server, guard or Guard())


def empty_world(path: Path, edition: EditionName) -> Path:
    """Write a world with four providers and nobody in it."""
    origin = Origin("template", edition, 1, NOBODY, None, True)
    providers = [Provider(key, slug, slug, slug) for key, slug in enumerate(PROVIDERS, start=1)]
    db = new_file.create(path, origin, SCHEMA, providers)
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    return path


class Sandbox:
    """A sandbox whose one world is frozen at `NOW`, with nobody in it until a test adds them."""

    def __init__(self, folder: Path, template: Path, edition: EditionName) -> None:
        self.edition = editions.edition(edition)
        self.worlds = Worlds(folder, APIS.schema_of)
        now = parse_date_time(NOW)
        origin = Origin(DEFAULT, edition, 1, NOBODY, now, False)
        self.world: World = self.worlds.add(
            template, origin, frozen_at(now), lambda slug: f"{slug}-token"
        )
        self.app = app_of(self.worlds)
        self._open = ExitStack()
        self.http = self._open.enter_context(TestClient(self.app, base_url="http://127.0.0.1:8000"))
        self.http.event_hooks["response"].append(checking())

    def close(self) -> None:
        """Put everything away."""
        self._open.close()
        self.worlds.close()

    def provider(self, slug: str = "north-star") -> "Caller":
        """Return a lead provider with its token."""
        return Caller(self.http, f"{slug}-token")

    def add(
        self,
        kind: str = "ect",
        schedule: str = SEPTEMBER,
        *,
        provider: str = "north-star",
        eligible: bool | None = True,
        status: str = "active",
        added: str = ADDED,
        **facts: Any,
    ) -> Person:
        """Add a person who has registered, unless `facts` say otherwise; return who it is."""
        at = parse_date_time(added)
        with self.world.writing(patient=True) as store:
            person = Person(
                id=additions.next_participant_id(store),
                participant_type=ParticipantType(kind),
                cohort=facts.pop("cohort", 2021),
                full_name=facts.pop("full_name", "Ada Okoro"),
                email=facts.pop("email", "ada.okoro@example.com"),
                email_validated=facts.pop("email_validated", True),
                teacher_reference_number=facts.pop("teacher_reference_number", None),
                teacher_reference_number_validated=facts.pop("trn_validated", None),
                qts=facts.pop("qts", True),
                eligible=eligible,
                pupil_premium_uplift=facts.pop("pupil_premium_uplift", False),
                sparsity_uplift=facts.pop("sparsity_uplift", False),
                added_at=at,
            )
            additions.add_person(store, person)
            placement = additions.Placement(
                facts.pop("school_urn", "012345"), schedule, facts.pop("mentor_id", None)
            )
            record = additions.open_record(store, person, provider, placement, at=at)
            if status != "active":
                additions.change_enrolment(store, replace(record, status=Status(status)), at=at)
        assert not facts, f"unknown facts: {facts}"
        return person

    def transfer(
        self, person: Person, to: str, *, at: str = NOW, school_urn: str = "054321"
    ) -> None:
        """Move a person to another provider, on the schedule held so far (PART-3)."""
        with self.world.writing(patient=True) as store:
            left = store.record(person.id, to)
            assert left is not None
            placement = additions.Placement(school_urn, left.schedule_identifier, None)
            additions.open_record(
                store, person, to, placement, at=parse_date_time(at), transferred=True
            )


class Caller:
    """A lead provider, calling the API. `now` becomes `X-With-Server-Date`."""

    def __init__(self, http: TestClient, token: str) -> None:
        self.http = http
        self.token = token

    def call(
        self, method: str, path: str, *, now: str | None = None, **request: Any
    ) -> httpx2.Response:
        """Make a request with the provider's token."""
        headers = {"Authorization": f"Bearer {self.token}", **request.pop("headers", {})}
        if now is not None:
            headers["X-With-Server-Date"] = now
        return self.http.request(method, f"/api/v1{path}", headers=headers, **request)

    def get(self, path: str, *, now: str | None = None, **request: Any) -> httpx2.Response:
        return self.call("GET", path, now=now, **request)

    def send(
        self, method: str, path: str, attributes: Any, *, now: str | None = None, **request: Any
    ) -> httpx2.Response:
        """Send attributes in the API's envelope."""
        body = {"data": {"type": "any", "attributes": attributes}}
        return self.call(method, path, now=now, json=body, **request)

    def declare(
        self,
        person: Person | str,
        declaration_type: str = "started",
        dated: str = NOW,
        *,
        now: str | None = None,
        **attributes: Any,
    ) -> httpx2.Response:
        """Declare, with evidence where it is needed; attributes given as None are left out."""
        evidence = None if declaration_type == "started" else "other"
        said = {
            **participant(person),
            "declaration_type": declaration_type,
            "declaration_date": dated,
            "evidence_held": evidence,
            **attributes,
        }
        kept = {name: value for name, value in said.items() if value is not None}
        return self.send("POST", "/participant-declarations", kept, now=now)

    def act(
        self, action: str, person: Person | str, *, now: str | None = None, **attributes: Any
    ) -> httpx2.Response:
        """Defer, resume, withdraw or change-schedule; with a good reason unless one is given."""
        reasons = {"defer": "career-break", "withdraw": "moved-school"}
        said = {
            **participant(person),
            **({"reason": reasons[action]} if action in reasons else {}),
            **attributes,
        }
        path = f"/participants/ecf/{said.pop('participant_id')}/{action}"
        kept = {name: value for name, value in said.items() if value is not None}
        return self.send("PUT", path, kept, now=now)

    def void(self, declaration_id: str, *, now: str | None = None) -> httpx2.Response:
        return self.call("PUT", f"/participant-declarations/{declaration_id}/void", now=now)


def participant(person: Person | str) -> dict[str, str]:
    """Return how a request names a person and the course that fits."""
    if isinstance(person, str):
        return {"participant_id": person, "course_identifier": "ecf-induction"}
    return {"participant_id": person.id, "course_identifier": person.participant_type.course.value}


def titles(response: httpx2.Response) -> list[str]:
    """Return the titles of a 422, in order."""
    assert response.status_code == 422, f"{response.status_code}: {response.text}"
    return [error["title"] for error in response.json()["errors"]]


def attributes(response: httpx2.Response) -> dict[str, Any]:
    """Return the attributes of the one record in a 200."""
    assert response.status_code == 200, f"{response.status_code}: {response.text}"
    found: dict[str, Any] = response.json()["data"]["attributes"]
    return found


def ids(response: httpx2.Response) -> list[str]:
    """Return the ids in a list."""
    assert response.status_code == 200, f"{response.status_code}: {response.text}"
    return [each["id"] for each in response.json()["data"]]
