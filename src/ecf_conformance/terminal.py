"""A run on a terminal: live where there is one, plain lines where there is none."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ecf_conformance.exchange import Secrets
from ecf_conformance.run import BROKEN, KEPT, NOT_SHOWN, Played, Result
from ecf_conformance.scenario import Verdict

_SHOWN_OF_A_RULE = 3
_CURLS_SHOWN = 3
_STYLES = {KEPT: "green", BROKEN: "bold red", NOT_SHOWN: "yellow"}


class Seen(Protocol):
    """Told of each scenario as it ends."""

    def __call__(self, played: Played) -> None: ...


@contextmanager
def progress(console: Console, total: int) -> Iterator[Seen]:
    """Show how far a run is: a bar on a terminal, else a line for what is not kept."""
    if not console.is_terminal:
        yield lambda played: _tell(console, played)
        return
    columns = (TextColumn("playing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)

        def seen(played: Played) -> None:
            _tell(console, played)
            bar.advance(task)

        yield seen


def summarise(console: Console, result: Result, secrets: Secrets) -> None:
    """Print every failure with what reproduces it, then a line for each rule not kept."""
    for id_, judged in result.rules.items():
        if judged.verdict == KEPT:
            continue
        said = f"{judged.verdict.upper()}  {id_}  {judged.rule.summary}"
        _line(console, f"\n{said}", _STYLES[judged.verdict])
        if judged.verdict == BROKEN:
            _print_failures(console, id_, result, secrets)
        else:
            _line(console, f"  {secrets.masked(judged.why)}")
    _line(console, "\n" + _tally(result))


def _tell(console: Console, played: Played) -> None:
    if played.outcome.verdict is not Verdict.KEPT:
        _line(console, f"{played.outcome.verdict.value:<8} {played.scenario.id}")


def _print_failures(console: Console, rule: str, result: Result, secrets: Secrets) -> None:
    of_rule = [
        each
        for each in result.played
        if rule in each.scenario.rules and each.outcome.verdict is Verdict.BROKEN
    ]
    for each in of_rule[:_SHOWN_OF_A_RULE]:
        _line(console, f"  {each.scenario.id}: {each.scenario.sentence}.")
        _line(console, f"    {each.outcome.why}")
        for exchange in each.outcome.exchanges[-_CURLS_SHOWN:]:
            _line(console, f"    {exchange.curl(secrets)}", "dim")
    if more := len(of_rule) - _SHOWN_OF_A_RULE:
        _line(console, f"  and {more} more" if more > 0 else "")


def _tally(result: Result) -> str:
    counts = Counter(each.verdict for each in result.rules.values())
    rules = ", ".join(f"{counts[each]} {each}" for each in (KEPT, BROKEN, NOT_SHOWN))
    return (
        f"{result.target}, {result.edition} edition: {rules}. {len(result.played)} scenarios, "
        f"{result.requests} requests, {result.seconds:.1f} s."
    )


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)
