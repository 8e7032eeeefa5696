"""A refusal is held to the rule behind it, where the target tells which one that is."""

from dataclasses import replace

import pytest

from ecf_conformance.exchange import Exchange
from ecf_conformance.provider import ScenarioRun
from ecf_conformance.reply import Errors, Evidence, Reply
from ecf_conformance.v3.edition import REGISTER
from ecf_conformance.v3.provider import Provider
from tests.conformance.targets import our_app, target


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    with (
        our_app(tmp_path_factory.mktemp("worlds")) as app,
        target(app, edition=REGISTER) as found,
    ):
        yield found


def declared_twice(at):
    provider = Provider(at, ScenarioRun())
    ect = provider.someone()
    provider.declares(ect).accepted()
    return provider.declares(ect)


def test_the_rule_is_the_one_that_the_journal_names(sandbox):
    answer = declared_twice(sandbox)
    assert answer.refused("declaration_type", by="V3-DECL-10") is answer
    with pytest.raises(AssertionError, match=r"by V3-DECL-10; expected V3-DECL-3$"):
        answer.refused("declaration_type", by="V3-DECL-3")


def test_one_rule_is_named_for_each_title(sandbox):
    with pytest.raises(AssertionError, match=r"by V3-DECL-10; expected V3-DECL-10, V3-DECL-3$"):
        declared_twice(sandbox).refused("declaration_type", by=["V3-DECL-10", "V3-DECL-3"])


def test_who_tells_no_rules_is_told_which_one_was_expected(sandbox):
    answer = replace(declared_twice(sandbox), rules_behind=None)
    answer.refused("declaration_type", by="V3-DECL-3")
    wrong = r"naming \['declaration_type'\]; expected \['cohort'\] by V3-DECL-13$"
    with pytest.raises(AssertionError, match=wrong):
        answer.refused("cohort", by="V3-DECL-13")


@pytest.mark.parametrize(
    ("detail", "is_told"),
    [
        pytest.param("#/reason None", True, id="a value that is none"),
        pytest.param("None of them is yours", False, id="a word"),
    ],
)
def test_a_detail_does_not_show_a_programs_none(detail, is_told):
    body = f'{{"errors": [{{"title": "reason", "detail": "{detail}"}}]}}'.encode()
    exchange = Exchange("PUT", "http://there/x", "/x", {}, b"", 422, {}, body)
    answer = Reply(exchange, Evidence(), Errors({}))
    if not is_told:
        assert answer.refused("reason") is answer
        return
    with pytest.raises(AssertionError, match="with a detail of None"):
        answer.refused("reason")
