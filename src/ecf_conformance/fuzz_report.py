"""The result of fuzzing, as JSON and as JUnit."""

from typing import Any
from xml.etree import ElementTree as ET

from ecf_conformance.exchange import Secrets
from ecf_conformance.fuzz_result import Finding, FuzzResult

_UNPRINTABLE = {n: " " for n in (*range(32), *range(127, 160)) if chr(n) not in "\t\n\r"}


OURS_ALONE = "differs, our promise alone"


def as_json(fuzzed: FuzzResult, secrets: Secrets) -> dict[str, Any]:
    """Return a phase of fuzzing as `report.schema.json` describes it."""
    return {
        "seed": fuzzed.seed,
        "max_examples": fuzzed.max_examples,
        "requests": fuzzed.requests,
        "seconds": round(fuzzed.seconds, 3),
        "operations": [
            {
                "name": each.name,
                "requests": each.requests,
                "seconds": round(each.seconds, 3),
                "rounds": each.rounds,
                "statuses": {str(status): times for status, times in each.statuses.items()},
            }
            for each in fuzzed.operations
        ],
        "findings": [_finding(each, secrets) for each in fuzzed.findings],
        "unreached": [secrets.masked(each) for each in fuzzed.unreached],
        "cut": list(fuzzed.cut),
    }


def as_junit(fuzzed: FuzzResult, secrets: Secrets, *, strict: bool) -> ET.Element:
    """Return a suite with a case for each operation, its findings as failures.

    What only differs is output of its case, and a failure where that is `strict`.
    """
    found = {each.name: _of(fuzzed, each.name) for each in fuzzed.operations}
    failed = sum(any(strict or not it.differs for it in each) for each in found.values())
    counts = {"tests": len(found), "failures": failed, "skipped": len(fuzzed.cut)}
    attributes = {"name": "fuzz", **{name: str(number) for name, number in counts.items()}}
    suite = ET.Element("testsuite", attributes)
    for each in fuzzed.operations:
        seconds = f"{each.seconds:.3f}"
        case = ET.SubElement(suite, "testcase", classname="fuzz", name=each.name, time=seconds)
        if each.name in fuzzed.cut:
            ET.SubElement(case, "skipped", message="cut by time")
        if wrong := found[each.name]:
            is_broken = any(strict or not each.differs for each in wrong)
            tag = "failure" if is_broken else "system-out"
            message = {"message": printable(_said(wrong[0], secrets))} if is_broken else {}
            failure = ET.SubElement(case, tag, message)
            lines = [f"{_said(it, secrets)}\n{it.exchange.curl(secrets)}" for it in wrong]
            failure.text = printable("\n\n".join(lines))
    return suite


def _of(fuzzed: FuzzResult, operation: str) -> list[Finding]:
    """Return what was found of an operation, what is broken first."""
    found = [each for each in fuzzed.findings if each.operation == operation]
    return sorted(found, key=lambda each: each.differs)


def _finding(finding: Finding, secrets: Secrets) -> dict[str, Any]:
    return {
        "check": finding.check,
        "operation": finding.operation,
        "rule": finding.rule,
        "why": secrets.masked(finding.why),
        "expected": finding.expected,
        "times": finding.times,
        "differs": finding.differs,
        "request": finding.exchange.shown(secrets),
    }


def _said(finding: Finding, secrets: Secrets) -> str:
    of_rule = f" ({finding.rule})" if finding.rule else ""
    why = secrets.masked(finding.why)
    differs = f"{OURS_ALONE}: " if finding.differs else ""
    return f"{differs}{finding.operation} {why}; expected {finding.expected}{of_rule}"


def printable(text: str) -> str:
    """Return a text without what XML cannot hold."""
    text = text.translate(_UNPRINTABLE)
    return (
        text.encode("utf-8", "replace")
        .decode("utf-8")
        .replace("\ufffe", " ")
        .replace("\uffff", " ")
    )
