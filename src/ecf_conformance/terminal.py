"""Prints a run: with a progress bar on a terminal, else in plain lines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ecf_conformance.budget import Seen as FuzzSeen
from ecf_conformance.document_coverage import DocumentCoverage
from ecf_conformance.exchange import Secrets
from ecf_conformance.fuzz_report import printable
from ecf_conformance.fuzz_result import FuzzResult
from ecf_conformance.run import ALL_VERDICTS, BROKEN, DIFFERS, KEPT, NOT_SHOWN, Result
from ecf_conformance.scenario import Played, Verdict

_SHOWN_OF_A_RULE = 3
_CURLS_SHOWN = 3
_IDS_SHOWN = 5
_STYLES = {KEPT: "green", BROKEN: "bold red", DIFFERS: "magenta", NOT_SHOWN: "yellow"}
_FAILED = {BROKEN: Verdict.BROKEN, DIFFERS: Verdict.DIFFERS}


class Seen(Protocol):
    """Told of each scenario as it ends."""

    def __call__(self, played: Played) -> None: ...


@contextmanager
def progress(console: Console, total: int) -> Iterator[Seen]:
    """Show how far a run is: a bar on a terminal, else a line for what is not kept."""
    if not total or not console.is_terminal:
        yield lambda played: _tell(console, played)
        return
    columns = (TextColumn("playing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)

        def seen(played: Played) -> None:
            _tell(console, played)
            bar.advance(task)

        yield seen


@contextmanager
def fuzzing(console: Console) -> Iterator[FuzzSeen]:
    """Show how far fuzzing is: a bar with the operation on a terminal, else a line for each."""
    if not console.is_terminal:
        yield _in_tenths(console)
        return
    columns = (TextColumn("fuzzing"), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda name, requests, seconds, share: bar.update(
            task, completed=share, description=f"{name} ({requests} requests, {seconds:.1f} s)"
        )


def _in_tenths(console: Console) -> FuzzSeen:
    """Return what prints a line for each tenth of the phase."""
    told = -1

    def seen(name: str, requests: int, seconds: float, share: float) -> None:
        nonlocal told
        if int(10 * share) > told:
            told = int(10 * share)
            said = f"{name}: {requests} requests, {seconds:.1f} s"
            _line(console, f"fuzzed   {share:4.0%}  {said}")

    return seen


def summarise(console: Console, result: Result, secrets: Secrets) -> None:
    """Print every failure with what reproduces it, then a line for each rule not kept."""
    for id_, judged in result.rules.items():
        if judged.verdict == KEPT:
            continue
        said = f"{judged.verdict.upper()}  {id_}  {judged.rule.summary}"
        _line(console, f"\n{said}", _STYLES[judged.verdict])
        if judged.verdict == DIFFERS:
            _line(console, "  Neither the guidance nor the service promises this: we do.")
        if judged.verdict in _FAILED:
            _print_failures(console, id_, result, secrets)
        else:
            _line(console, f"  {secrets.masked(judged.why)}")
    if result.fuzzed:
        _print_fuzzing(console, result.fuzzed, secrets)
    for each in result.excused:
        _line(console, f"EXCUSED by the overlay  {secrets.masked(each)}", "yellow")
    for what, ids in result.left_behind.items():
        _line(console, f"LEFT BEHIND  {what} ({len(ids)}): {secrets.masked(_few(ids))}", "yellow")
    _print_coverage(console, result.coverage, is_whole=not result.only)
    _line(console, "\n" + _tally(result))


def _few(ids: Sequence[str]) -> str:
    """Return the first ids; --json has all."""
    more = f" and {len(ids) - _IDS_SHOWN} more" if len(ids) > _IDS_SHOWN else ""
    return ", ".join(ids[:_IDS_SHOWN]) + more


def _print_fuzzing(console: Console, fuzzed: FuzzResult, secrets: Secrets) -> None:
    """Print where the time went, what was not reached, and every finding."""
    width = max(len(each.name) for each in fuzzed.operations)
    by = f"{fuzzed.max_examples} examples each" if fuzzed.max_examples else "time"
    _line(console, f"\nFUZZED by {by}, seed {fuzzed.seed}")
    for each in fuzzed.operations:
        answers = ", ".join(f"{times} x {status}" for status, times in each.statuses.items())
        said = f"  {each.name:<{width}}  {each.seconds:6.1f} s  {answers}"
        _line(console, said if each.rounds else f"  {each.name:<{width}}  had no turn", "")
    for what in fuzzed.unreached:
        _line(console, f"NOT REACHED by fuzzing  {secrets.masked(what)}", _STYLES[NOT_SHOWN])
    if fuzzed.cut:
        said = f"CUT  {len(fuzzed.cut)} operations had no turn in the time given (--max-time)"
        _line(console, said, _STYLES[NOT_SHOWN])
    for finding in fuzzed.findings:
        of_rule = f"  {finding.rule}" if finding.rule else ""
        word, style = ("DIFFERS", DIFFERS) if finding.differs else ("FOUND", BROKEN)
        said = f"\n{word}{of_rule}  {finding.operation} {finding.why}"
        _line(console, secrets.masked(said), _STYLES[style])
        _line(console, f"  expected {finding.expected} ({finding.check}, {finding.times} times)")
        _line(console, f"  {finding.exchange.curl(secrets)}", "dim")
        _line(
            console, f"  {finding.exchange.status}  {secrets.masked(finding.exchange.text)[:300]}"
        )


def _print_coverage(console: Console, coverage: DocumentCoverage, *, is_whole: bool) -> None:
    """Print how much of the document was exercised; after a whole run, also what never was."""
    shares = ", ".join(f"{share} {name}" for name, share in coverage.shares.items())
    _line(console, f"\nEXERCISED  {shares}")
    if not is_whole:
        return
    for each in coverage.operations:
        if not any(each.statuses.values()):
            _line(console, f"  never answered as documented: {each.name}", "dim")
    for choice in coverage.choices:
        unseen = [value for value, is_seen in choice.values.items() if not is_seen]
        if unseen:
            said = "sent" if choice.is_sent else "answered"
            _line(console, f"  never {said}: {choice.name} {', '.join(unseen)}", "dim")


def _tell(console: Console, played: Played) -> None:
    if played.outcome.verdict is not Verdict.KEPT:
        _line(console, f"{played.outcome.verdict.value:<8} {played.scenario.id}")


def _print_failures(console: Console, rule: str, result: Result, secrets: Secrets) -> None:
    of_rule = [
        each
        for each in result.played
        if rule in each.scenario.rules
        and each.outcome.verdict is _FAILED[result.rules[rule].verdict]
    ]
    if not of_rule:
        _line(console, f"  by fuzzing, below: {secrets.masked(result.rules[rule].why)}")
    for each in of_rule[:_SHOWN_OF_A_RULE]:
        _line(console, f"  {each.scenario.id}: {each.scenario.sentence}.")
        _line(console, f"    {each.outcome.why}")
        for exchange in each.outcome.exchanges[-_CURLS_SHOWN:]:
            _line(console, f"    {exchange.curl(secrets)}", "dim")
    if more := len(of_rule) - _SHOWN_OF_A_RULE:
        _line(console, f"  and {more} more" if more > 0 else "")


def _tally(result: Result) -> str:
    said = [f"{result.target}, API {result.api.name}, {result.edition} edition:"]
    if result.played:
        counts = Counter(each.verdict for each in result.rules.values())
        said.append(", ".join(f"{counts[each]} {each}" for each in ALL_VERDICTS) + ".")
        said.append(f"{len(result.played)} scenarios, {result.requests} requests,")
        said.append(f"{result.seconds:.1f} s.")
    if fuzzed := result.fuzzed:
        said.append(f"Fuzzed with {fuzzed.requests} requests, {fuzzed.seconds:.1f} s:")
        said.append(f"{len(fuzzed.findings)} found.")
    return " ".join(said)


def _line(console: Console, text: str, style: str = "") -> None:
    """Print a text that may be the target's: it moves no cursor, and gives CI no command."""
    lines = printable(text).replace("\r", " ").split("\n")
    tame = "\n".join(f"| {each}" if each.lstrip().startswith("::") else each for each in lines)
    console.print(tame, style=style, markup=False, highlight=False, soft_wrap=True)
