"""The HTML report: whole, searchable, and safe whatever a target answered."""

from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ecf_conformance.apis import api_of
from ecf_conformance.exchange import Exchange, Secrets
from ecf_conformance.fuzz_result import Finding, FuzzResult, OperationResult
from ecf_conformance.page import as_html, write_html
from ecf_conformance.scenario import Outcome, Played, Scenario, Verdict
from tests.conformance.strangers import Stranger
from tests.conformance.targets import played

TOKEN = "s3cret-t0ken"
SECRETS = Secrets([(TOKEN, "$TOKEN")])
HOSTILE = (
    "</pre></details></script><script>alert(1)</script><img src=x onerror=alert(2)>"
    "\"'><svg onload=alert(3)>{{ 7 * 7 }}<!-- \x00\x1b[31m \u202e &amp; \ud800 " + TOKEN
)


class Reader(HTMLParser):
    """Notes tags, attributes and texts."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.texts, self.open = Counter(), [], [], []
        self.feed(page)
        self.close()
        self.text = "\n".join(self.texts)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture(scope="module")
def broken():
    return played(Stranger(accepts=True), "VOID", "AUTH", "PART-1", token=TOKEN)


@pytest.fixture(scope="module")
def page(broken):
    return Reader(as_html(broken, SECRETS))


def exchange(said):
    body = said.encode("utf-8", "replace")
    return Exchange("PUT", f"http://stub/{said}", f"/{said}", {"x-odd": said}, body, 500, {}, body)


def hostile(result):
    """The same run with a failure and a finding in the worst of words."""
    scenario = Scenario(f"void.odd[{HOSTILE}]", ("VOID-1",), HOSTILE, frozenset(), print)
    outcome = Outcome(Verdict.BROKEN, f"{HOSTILE}; expected {HOSTILE}", [exchange(HOSTILE)])
    finding = Finding(
        check="any", operation="GET /x", why=HOSTILE, expected=HOSTILE, exchange=exchange(HOSTILE)
    )
    fuzzed = FuzzResult(
        seed=1,
        max_examples=None,
        operations=[OperationResult(name="GET /x")],
        findings=[finding],
        unreached=[HOSTILE],
    )
    skipped = Played(replace(scenario, id="void.other"), Outcome(Verdict.SKIPPED, HOSTILE), 0.0)
    odd = [Played(scenario, outcome, 0.0), skipped]
    return replace(result, played=[*odd, *result.played], fuzzed=fuzzed, excused=[HOSTILE])


def test_it_shows_rules_by_chapter_with_verdicts_and_words(page):
    assert [value for tag, name, value in page.attributes if name == "data-verdict"] == (
        [
            "broken",
            "not shown",
            "not shown",
            "not shown",
            "broken",
            "kept",
            "kept",
            "not shown",
            "broken",
        ]
    )
    assert "Who may ask" in page.text
    assert "Nothing is taken back twice." in page.text


@pytest.mark.parametrize(("edition", "api"), [("guidance", "v1"), ("register", "v3")])
def test_its_heading_names_the_api_that_was_judged(broken, edition, api):
    shown = Reader(as_html(replace(broken, api=api_of(edition), played=[]), SECRETS))
    assert f"Conformance to the lead provider API {api}" in shown.texts


def test_a_failure_shows_what_was_found_expected_sent_answered_and_how_to_see_it_again(page):
    assert "A second void is an invalid action" in page.text
    assert "422" in page.texts
    assert '"state": "voided"' in page.text
    assert "curl -gi -X PUT" in page.text
    assert "Bearer $TOKEN" in page.text
    assert "the target lacks a second provider's token" in page.text


def test_it_shows_how_much_of_the_document_was_exercised(page):
    assert "PUT /api/v1/participant-declarations/{id}/void" in page.texts
    assert "filter[participant_id] " in page.texts


def test_it_needs_nothing_else(page):
    links = [value for _, name, value in page.attributes if name in ("href", "src")]
    assert links
    assert all(each.startswith("#") for each in links)
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {each[1:] for each in links} <= set(ids)


def test_nothing_breaks_out_of_it(broken, page):
    odd = Reader(as_html(hostile(broken), SECRETS))
    assert odd.tags["script"] == 1
    assert odd.tags.keys() <= page.tags.keys() | {"section", "article"}
    assert not [each for each in odd.attributes if each[1].startswith("on")]
    assert "<script>alert(1)</script><img src=x onerror=alert(2)>" in odd.text
    assert "{{ 7 * 7 }}" in odd.text
    assert "\x00" not in odd.text
    assert odd.open == []


def test_only_its_own_script_may_run(page):
    (policy,) = [
        value for tag, name, value in page.attributes if (value or "").startswith("default-src")
    ]
    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy


def test_no_token_is_told(broken, tmp_path):
    file = tmp_path / "report.html"
    write_html(hostile(broken), SECRETS, file)
    assert TOKEN not in file.read_text(encoding="utf-8")


def test_not_even_half_a_token_is_told():
    assert SECRETS.cut("x" * 95 + TOKEN, 100) == "x" * 95 + "$TOKE"


def test_failures_alike_are_shown_in_few(broken):
    many = Reader(as_html(broken, SECRETS))
    denied = [each for each in many.texts if each.startswith("Any other Authorization is denied")]
    assert len(denied) == 2
    assert "more, in the JSON report." in many.text
