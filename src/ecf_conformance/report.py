"""The result of a run, as JSON and as JUnit."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from ecf_conformance import fuzz_report
from ecf_conformance.document_coverage import Choice, DocumentCoverage
from ecf_conformance.exchange import Secrets
from ecf_conformance.fuzz_report import OURS_ALONE, printable
from ecf_conformance.run import VERDICTS, Played, Result
from ecf_conformance.scenario import Outcome, Verdict


def as_json(result: Result, secrets: Secrets) -> dict[str, Any]:
    """Return a run as `report.schema.json` describes it."""
    judged = result.rules
    return {
        "verdict": VERDICTS[result.exit],
        "strict": result.strict,
        "silence": secrets.masked(result.silence),
        "target": result.target,
        "edition": result.edition,
        "abilities": sorted(result.abilities),
        "requests": result.requests,
        "seconds": round(result.seconds, 3),
        "rules": {id_: each.verdict for id_, each in judged.items()},
        "why": {id_: secrets.masked(each.why) for id_, each in judged.items() if each.why},
        "scenarios": [_scenario(each, secrets) for each in result.played],
        "fuzz": fuzz_report.as_json(result.fuzzed, secrets) if result.fuzzed else None,
        "exercised": _exercised(result.coverage),
        "excused": [secrets.masked(each) for each in result.excused],
    }


def write_json(result: Result, secrets: Secrets, file: Path) -> None:
    """Write the JSON report."""
    told = json.dumps(as_json(result, secrets), indent=1, ensure_ascii=False) + "\n"
    file.write_text(told, encoding="utf-8", errors="backslashreplace")


def write_junit(result: Result, secrets: Secrets, file: Path) -> None:
    """Write JUnit XML: a suite for each chapter, a case for each scenario.

    What differs is skipped with the reason; where a run is strict it is a failure.
    """
    by_chapter: dict[str, list[Played]] = defaultdict(list)
    for each in result.played:
        by_chapter[each.scenario.id.partition(".")[0]].append(each)
    root = ET.Element("testsuites", name="ecf-conformance", time=f"{result.seconds:.3f}")
    for chapter, played in by_chapter.items():
        root.append(_suite(chapter, played, secrets, _tags(strict=result.strict)))
    if result.silence:
        root.append(_silence(printable(secrets.masked(result.silence))))
    if result.fuzzed:
        root.append(fuzz_report.as_junit(result.fuzzed, secrets, strict=result.strict))
    ET.indent(root)
    ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _scenario(played: Played, secrets: Secrets) -> dict[str, Any]:
    scenario, outcome = played.scenario, played.outcome
    return {
        "id": scenario.id,
        "rules": list(scenario.rules),
        "sentence": scenario.sentence,
        "source": scenario.source,
        "verdict": outcome.verdict.value,
        "why": outcome.why,
        "seconds": round(played.seconds, 3),
        "requests": [each.shown(secrets) for each in outcome.exchanges],
    }


def _exercised(coverage: DocumentCoverage) -> dict[str, Any]:
    return {
        "shares": {name: [each.done, each.all] for name, each in coverage.shares.items()},
        "operations": [
            {
                "name": each.name,
                "statuses": dict(each.statuses),
                "strange": dict(each.strange),
                "parameters": dict(each.parameters),
            }
            for each in coverage.operations
        ],
        "values": [
            {"name": each.name, "in": "request" if each.is_sent else "answer", **_seen(each)}
            for each in coverage.choices
        ],
    }


def _seen(choice: Choice) -> dict[str, list[str]]:
    seen = [value for value, is_seen in choice.values.items() if is_seen]
    return {"seen": seen, "unseen": [value for value in choice.values if value not in seen]}


_Tags = Mapping[Verdict, str]


def _tags(*, strict: bool) -> _Tags:
    """Return the element for each verdict, of which what is kept needs none."""
    tags = dict[Verdict, str].fromkeys(Verdict, "skipped")
    tags |= {Verdict.BROKEN: "failure", Verdict.ERROR: "error"}
    return {**tags, Verdict.DIFFERS: "failure"} if strict else tags


def _suite(chapter: str, played: list[Played], secrets: Secrets, tags: _Tags) -> ET.Element:
    verdicts = [each.outcome.verdict for each in played]
    found = Counter(tags[each] for each in verdicts if each is not Verdict.KEPT)
    counts = {
        "failures": str(found["failure"]),
        "errors": str(found["error"]),
        "skipped": str(found["skipped"]),
    }
    suite = ET.Element("testsuite", {"name": chapter, "tests": str(len(played)), **counts})
    for each in played:
        suite.append(_case(chapter, each, secrets, tags))
    return suite


def _said(outcome: Outcome) -> str:
    """Return why, and for what only differs that no edition promises it."""
    is_ours = outcome.verdict is Verdict.DIFFERS
    return f"{OURS_ALONE}: {outcome.why}" if is_ours else outcome.why


def _case(chapter: str, played: Played, secrets: Secrets, tags: _Tags) -> ET.Element:
    name = f"{played.scenario.id.partition('.')[2]} ({', '.join(played.scenario.rules)})"
    case = ET.Element("testcase", classname=chapter, name=name, time=f"{played.seconds:.3f}")
    outcome = played.outcome
    if outcome.verdict is Verdict.KEPT:
        return case
    found = ET.SubElement(case, tags[outcome.verdict], message=printable(_said(outcome)))
    lines = [played.scenario.sentence, outcome.why]
    lines += [each.curl(secrets) for each in outcome.exchanges]
    found.text = printable("\n".join(lines))
    return case


def _silence(said: str) -> ET.Element:
    """Return a suite with one case in error: that the run came to its end."""
    suite = ET.Element("testsuite", {"name": "run", "tests": "1", "errors": "1"})
    case = ET.SubElement(suite, "testcase", classname="run", name="the target goes on answering")
    ET.SubElement(case, "error", message=said)
    return suite
