"""The suite fails on broken sandboxes, and the score tells how often."""

import importlib
from argparse import ArgumentTypeError

import pytest

from ecf_conformance.rules import rules_of
from tests.conformance.targets import broken_by, our_app
from tests.defects import Defect, catalogue


def a_defect(**said):
    return Defect("a_defect", "What goes wrong.", ("DECL-5",), (), said.get("unseen", ""), print)


@pytest.fixture
def score(monkeypatch):
    """The script, as `make score` runs it."""
    monkeypatch.syspath_prepend("scripts")
    return importlib.import_module("score")


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("payable_an_instant_early", "guidance"),
        ("the_service_takes_the_start_in", "service"),
    ],
)
def test_a_defect_breaks_its_rule(name, edition, monkeypatch, tmp_path):
    defect = catalogue()[name]
    defect.apply(monkeypatch)
    with our_app(tmp_path / "worlds") as app:
        assert broken_by(app, edition, defect.rules), f"nothing shows that {defect.promise}"


def test_what_is_sound_is_not_broken(app):
    assert broken_by(app, "guidance", ("PAY-3",)) is None


@pytest.mark.parametrize(
    ("unseen", "told", "expected"),
    [
        pytest.param("", {"caught": "a.b", "crashed": False, "strays": []}, [], id="caught"),
        pytest.param(
            "", {"caught": None, "crashed": False, "strays": []}, ["SURVIVED"], id="survived"
        ),
        pytest.param(
            "why", {"caught": None, "crashed": False, "strays": []}, [], id="cannot be seen"
        ),
        pytest.param(
            "why", {"caught": "a.b", "crashed": False, "strays": []}, ["SEEN"], id="can be seen"
        ),
        pytest.param(
            "",
            {"caught": "a.b", "crashed": False, "strays": ["c.d"]},
            ["STRAYED"],
            id="breaks more",
        ),
        pytest.param("", {"caught": "a.b", "crashed": True, "strays": []}, ["CRASHED"], id="fails"),
        pytest.param("", None, ["DIED"], id="died"),
    ],
)
def test_the_score_tells_what_is_not_as_the_catalogue_says(score, unseen, told, expected):
    lines = list(score.wrong(a_defect(unseen=unseen), told))
    assert [each.split()[0] for each in lines] == expected


@pytest.fixture
def parts(monkeypatch):
    """The script's module that chooses a part."""
    monkeypatch.syspath_prepend("scripts")
    return importlib.import_module("parts")


def test_parts_together_are_everything(parts):
    everything = list(range(11))
    picked = [each for number in (1, 2, 3) for each in parts.part(f"{number}/3").pick(everything)]
    assert sorted(picked) == everything


def test_a_commit_has_one_part(parts):
    chosen = parts.part("commit/7")
    assert str(chosen) == str(parts.part("commit/7"))
    assert str(parts.part(str(chosen))) == str(chosen)


@pytest.mark.parametrize("text", ["", "3", "0/3", "4/3", "1/0", "commit/0", "x/3", "commit/"])
def test_what_is_no_part_is_refused(parts, text):
    with pytest.raises(ArgumentTypeError):
        parts.part(text)


@pytest.mark.parametrize("api", ["v1", "v3"])
def test_every_rule_has_a_defect_that_can_be_seen(api):
    broken = {rule for each in catalogue(api).values() if not each.unseen for rule in each.rules}
    assert broken == set(rules_of(api))


def test_the_score_tries_one_case_of_each_scenario_before_the_next(score):
    names = [each.id.partition("[")[0] for _, each in score.own("v1", ("DECL-5",))]
    in_guidance = names[: len(set(names))]
    assert len(in_guidance) == len(set(in_guidance))
    assert len(names) > 2 * len(set(names))
