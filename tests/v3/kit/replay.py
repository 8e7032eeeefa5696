"""The recorded exchanges, played over HTTP, and where the answers differ."""

from contextlib import contextmanager
from dataclasses import replace

import orjson

from ecf_sandbox.v3.domain.people import Induction, Role
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.service import recording
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.store import writing
from tests.v3.kit.recorded import Loader, at, day, new_world
from tests.v3.kit.server import Server


def start(path, rows, *, true_deadlines=False):
    """Write the recorded world as it begins, everybody in it; return the path."""
    world = next(row["facts"] for row in rows if row.get("what") == "world")
    records = new_world(path, world)
    records.db.execute("BEGIN")
    loader = Loader(records, world, true_deadlines=true_deadlines)
    loader.add_world(world)
    for row in rows:
        if row["group"] == "start" and row.get("what") == "participant":
            loader.add_participant(row["facts"])
    loader.finish(world)
    records.db.execute("COMMIT")
    records.db.execute("PRAGMA journal_mode = WAL")
    records.db.close()
    return path


class Replay:
    """Plays recorded lines in order, from the start that a template holds."""

    def __init__(self, folder, template, rows):
        self.server = Server(folder, template, token_of=lambda slug: slug)
        self.template = template
        self.world = next(row["facts"] for row in rows if row.get("what") == "world")
        self.ids = {}  # of rows made in an exchange: recorded id, and the one given here
        people = (row["facts"] for row in rows if row.get("what") == "participant")
        self.created = {each["id"]: each["created_at"] for each in people}

    def play(self, row):
        """Play one line; return None, or how the answer differs from the recorded one."""
        op = row["op"]
        if op == "reset":
            self.server.worlds.replace(self.server.world, self.template, self.server.world_clock())
            self.ids = {}
        elif op == "given":
            if row["what"] == "participant" and row["group"] != "start":
                with self._writing() as records:
                    Loader(records, self.world).add_participant(row["facts"])
        elif op == "act":
            self._act(row)
        else:
            return self._exchange(row)
        return None

    @contextmanager
    def _writing(self):
        with self.server.world.writing(patient=True) as records:
            yield records

    def _act(self, row):
        what = row["what"]
        with self._writing() as records:
            if what.startswith("becomes eligible"):
                self._becomes_eligible(records, row)
            elif what.startswith("operator authorises"):
                writing.stamp(
                    records.db, "statements", [row["statement_id"]], at(row["at"]), "authorised_at"
                )

    def _becomes_eligible(self, records, row):
        before, role = records.history(row["participant_id"]), Role(row.get("role", "ect"))
        eligible = replace(before.person.facts(role), eligible=Since(at(row["at"])))
        after = replace(before, person=replace(before.person, **{role: eligible}))
        _, recorded, rest = row["what"].partition("(")
        if recorded:
            _, _, starting = rest.partition("starting ")
            induction = Induction(
                id=records.new_key(),
                person_id=before.person.id,
                appropriate_body="",
                started_on=day(starting[:10] or "2025-09-01"),
            )
            after = replace(after, inductions=(*after.inductions, induction))
        context = WorldContext(records, at(row["at"]))
        recording.record(context, before, after, at(row["at"]))

    def _exchange(self, row):
        self.server.set_now(row["at"])
        headers = dict(row["headers"] or {})
        body = row["body"]
        content = None
        if body is not None:
            content = body.encode("latin-1") if isinstance(body, str) else orjson.dumps(body)
            content = self._here(content.decode("latin-1")).encode("latin-1")
        url = self._here(row["path"]) + (f"?{self._here(row['query'])}" if row["query"] else "")
        answer = self.server.http.request(row["method"], url, headers=headers, content=content)
        self._learn(row, answer)
        return self._difference(row, answer)

    def _here(self, text):
        for recorded, here in self.ids.items():
            text = text.replace(recorded, here).replace(recorded.upper(), here.upper())
        return text

    def _learn(self, row, answer):
        """Remember which id here is which recorded one, of what an exchange made."""
        if row["method"] == "POST" and row["status"] == 200 and answer.status_code == 200:
            self.ids[row["answer"]["data"]["id"]] = answer.json()["data"]["id"]

    def _difference(self, row, answer):
        if answer.status_code != row["status"]:
            return f"{answer.status_code}, not {row['status']}: {answer.text[:300]}"
        mine, theirs = answer.json(), orjson.loads(self._here(orjson.dumps(row["answer"]).decode()))
        if answer.status_code != 200:
            return _told(titles(mine), titles(theirs))
        return different(mine["data"], theirs["data"], self._place)

    def _place(self, record):
        """Return what the default order of lists goes by; those of one place stand as they like.

        Rules: V3-LIST-6, V3-STATEMENT-3.
        """
        attributes = record["attributes"]
        if record["type"] == "statement":
            return attributes["payment_date"]  # the service breaks no tie, ours by cohort and id
        return attributes.get("created_at") or self.created[record["id"]]


def titles(answer):
    return [each["title"] for each in answer["errors"]] if "errors" in answer else answer


def different(mine, theirs, place):
    """Return how records differ, or else how the places of a list's records do."""
    if not isinstance(mine, list):
        return _told(shown(mine), shown(theirs))
    mine, theirs = [shown(each) for each in mine], [shown(each) for each in theirs]
    records = _told(sorted(mine, key=_id), sorted(theirs, key=_id))
    return records or _told([place(each) for each in mine], [place(each) for each in theirs])


def _id(record):
    return record["id"]


def shown(record):
    """Return a record without the stamp of its last change, and lists that have no order sorted."""
    attributes = {k: v for k, v in record["attributes"].items() if k != "updated_at"}
    if record["type"] == "delivery-partner":
        attributes["cohort"] = sorted(attributes["cohort"])
    return {"id": record["id"], "type": record["type"], "attributes": attributes}


def _told(mine, theirs):
    return None if mine == theirs else (mine, theirs)
