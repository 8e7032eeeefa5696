"""The overlay for the service's own document of API v3: what it puts right, how it is chosen."""

import pytest
from click.testing import CliRunner

from ecf_conformance.budget import Budget
from ecf_conformance.commands import command
from ecf_conformance.document import Document
from ecf_conformance.fuzz import fuzz
from ecf_conformance.v3.api import V3
from ecf_conformance.v3.edition import REGISTER
from tests.conformance.documents import written
from tests.conformance.published_v3 import published
from tests.conformance.targets import our_app, served, target

OVERLAY = V3.overlays["published"]
SHORT = Budget(max_examples=15)


@pytest.fixture
def file(tmp_path):
    return written(tmp_path, published())


def fuzzed(app, document):
    with target(app, edition=REGISTER) as found:
        return fuzz(found, document, SHORT)


def test_every_action_changes_something_in_a_document_of_the_published_shape(file):
    assert Document(file, OVERLAY, api="v3").idle == []


@pytest.mark.timeout(240)
@pytest.mark.slow
def test_an_honest_server_is_blamed_by_the_published_document_and_not_with_its_overlay(app, file):
    blamed = {(each.check, each.why) for each in fuzzed(app, Document(file, api="v3")).findings}
    assert any("a status that the document does not have" in why for _, why in blamed)
    assert "negative_data_rejection" in {check for check, _ in blamed}
    document = Document(file, OVERLAY, api="v3")
    assert [f"{it.operation} {it.why}" for it in fuzzed(app, document).findings] == []
    assert any("a status that the document does not have" in each for each in document.excused)


def run(*arguments):
    return CliRunner().invoke(command, ["run", *arguments])


def test_it_is_chosen_by_its_name(tmp_path, file):
    asked = ("--api", "v3", "--rule", "V3-VOID-2", "--document", str(file))
    with our_app(tmp_path / "worlds") as app, served(app) as url:
        result = run(url, *asked, "--overlay", "published")
    assert result.exit_code == 0, result.output
    assert "changes nothing" not in result.output


def test_an_api_without_it_says_so_and_an_unknown_file_too():
    answer = run("http://127.0.0.1:9", "--api", "v1", "--overlay", "published")
    assert (answer.exit_code, "API v1 has no overlay published" in answer.output) == (2, True)
    answer = run("http://127.0.0.1:9", "--overlay", "nowhere.yaml")
    assert (answer.exit_code, "there is no file nowhere.yaml" in answer.output) == (2, True)
