"""Implementations that are not ours: the verdict on each rule was looked at by hand."""

from pathlib import Path

import pytest
import yaml

from ecf_conformance.apis import scenarios
from ecf_conformance.document import Document
from ecf_conformance.run import KEPT, Exit, run
from ecf_conformance.scenario import Verdict
from ecf_conformance.session import Settings, opened
from ecf_conformance.v1.api import V1
from ecf_conformance.v3.edition import REGISTER
from tests.conformance import strangers_v3
from tests.conformance.changed import Changed
from tests.conformance.documents import written
from tests.conformance.mocks import DOCUMENTS, prism
from tests.conformance.published_v3 import published
from tests.conformance.strangers import Stranger
from tests.conformance.targets import played

REVIEWED = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text())
STRANGERS = {
    "refuses everything": {"accepts": False},
    "accepts everything": {"accepts": True},
    "has nobody": {"accepts": True, "people": 0},
}


def by_verdict(result):
    """Return the rules by verdict, as verdicts.yaml lists them."""
    found = {"kept": [], "broken": [], "differs": [], "not shown": []}
    for id_, each in result.rules.items():
        found[each.verdict].append(id_)
    return {verdict: " ".join(ids) for verdict, ids in found.items()}


def errors(result):
    return [each for each in result.played if each.outcome.verdict is Verdict.ERROR]


@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", STRANGERS)
def test_the_verdict_on_each_rule_is_the_reviewed_one(name):
    result = played(Stranger(**STRANGERS[name]), token="any", other_token="other")
    assert by_verdict(result) == REVIEWED[name]
    assert errors(result) == []
    assert result.exit is Exit.BROKEN


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", STRANGERS)
def test_the_verdict_on_each_rule_of_version_3_is_the_reviewed_one(name):
    stranger = strangers_v3.Stranger(**STRANGERS[name])
    result = played(stranger, token="any", other_token="other", edition=REGISTER)
    assert by_verdict(result) == REVIEWED["version 3"][name]
    assert errors(result) == []
    assert result.exit is Exit.BROKEN


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_whoever_refuses_everything_keeps_nothing_in_the_service_edition_either():
    stranger = Stranger(accepts=False)
    result = played(stranger, token="any", other_token="other", edition="service")
    assert KEPT not in {each.verdict for each in result.rules.values()}
    assert errors(result) == []


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_stateless_mock_gets_the_reviewed_verdict_on_each_rule(tmp_path):
    with prism(tmp_path, DOCUMENTS / "v1.yaml") as url:
        for edition in V1.editions:
            said = Settings(url=url, token="any", other_token="other", edition=edition)
            with opened(said) as found:
                result = run(found, scenarios(edition), document=Document())
            assert by_verdict(result) == REVIEWED["prism"][edition]
            assert errors(result) == []
            assert result.exit is Exit.BROKEN


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_stateless_mock_of_version_3_gets_the_reviewed_verdict_on_each_rule(tmp_path):
    result = judged_prism(tmp_path, DOCUMENTS / "v3.yaml")
    assert by_verdict(result) == REVIEWED["version 3"]["prism"]
    assert errors(result) == []
    assert result.exit is Exit.BROKEN


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_stateless_mock_of_the_published_shape_gets_the_reviewed_verdict_too(tmp_path):
    """It has no examples: whatever it answers is made up."""
    result = judged_prism(tmp_path, written(tmp_path, published()))
    assert by_verdict(result) == REVIEWED["version 3"]["prism on the published shape"]
    assert errors(result) == []
    assert result.exit is Exit.BROKEN


def judged_prism(folder, document):
    with prism(folder, document) as url:
        said = Settings(url=url, token="any", other_token="other", edition=REGISTER)
        with opened(said) as found:
            return run(found, scenarios(REGISTER), document=Document(api="v3"))


def test_an_attribute_that_nobody_shows_breaks_a_rule_in_words(app):
    async def without_cohort(answer):
        if answer.scope["path"] == "/api/v3/statements":
            answer.body = answer.body.replace(b'"cohort":', b'"group":')

    result = played(Changed(app, without_cohort), "V3-STATEMENT-3", edition=REGISTER)
    assert errors(result) == []
    found = {each.scenario.id: each.outcome.why for each in result.played}
    assert "with a record without cohort" in found["payments.statements_are_chosen_by_cohort"]
