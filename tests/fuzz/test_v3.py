"""Schemathesis against API v3: every phase, real ids, no 5xx, nothing undocumented."""

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig

from tests.fuzz.hooks_v3 import LISTS, Guide
from tests.fuzz.running import run
from tests.fuzz.test_schemathesis import CONFIGURATION, PHASES
from tests.kit.published import operations
from tests.v3.kit.server import Server
from tests.v3.kit.worlds import write_template

COURSES = {"ect": "ecf-induction", "mentor": "ecf-mentor"}


@pytest.fixture
def server(tmp_path):
    """A server of the world with its personas."""
    made = Server(tmp_path / "world", write_template(tmp_path / "register.sqlite3"))
    yield made
    made.close()


def guide_of(server):
    """Return a guide who knows what north-star is shown."""
    shown, enrolments = {}, {}
    for name, path in LISTS.items():
        query = "?page[per_page]=3000&filter[cohort]=2026" if name == "schools" else ""
        records = server.call("GET", path + query).json()["data"]
        shown[name] = [each["id"] for each in records]
        if name == "participants":
            enrolments = {each["id"]: each["attributes"]["ecf_enrolments"][0] for each in records}
    paused = [id_ for id_, it in enrolments.items() if it["training_status"] != "active"]
    courses = {id_: COURSES[it["participant_type"]] for id_, it in enrolments.items()}
    return Guide({**shown, "resume": paused}, courses)


@pytest.mark.rule("V3-FMT-14")
@pytest.mark.parametrize(
    "examples", [pytest.param(4, id="few"), pytest.param(80, marks=pytest.mark.slow, id="many")]
)
@pytest.mark.timeout(900)
def test_no_request_gets_an_answer_that_is_not_documented(server, examples):
    guide = guide_of(server)
    generation = {**CONFIGURATION["generation"], "max-examples": examples}
    config = SchemathesisConfig.from_dict({**CONFIGURATION, "generation": generation})
    app = server.http._transport.app
    schema = schemathesis.openapi.from_asgi("/openapi/v3.json", app, config=config)

    with guide.guiding():
        told = run(schema)

    assert not told.troubles, "\n\n".join(told.troubles)
    assert told.phases == PHASES
    every = {operation for operation, *_ in operations("v3")}
    nobody = set() if guide.shown["unfunded-mentors"] else {"getUnfundedMentor"}
    assert every - told.accepted.keys() == nobody
