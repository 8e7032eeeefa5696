"""What the command line chooses to do on a target, and what that would write there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecf_conformance.api import Api
from ecf_conformance.apis import APIS, scenarios
from ecf_conformance.budget import Budget
from ecf_conformance.document import Document
from ecf_conformance.plan import as_text, planned
from ecf_conformance.session import Settings
from ecf_conformance.target import CannotRun


@dataclass(frozen=True, slots=True)
class Choices:
    """What is to be done on a target: which scenarios, how much fuzzing, held to what."""

    only: str | None
    rules: tuple[str, ...]
    budget: Budget
    files: tuple[Path | None, Path | str | None]

    @classmethod
    def of(cls, options: dict[str, Any]) -> "Choices":
        """Take the choices out of the command's options."""
        budget = Budget(*(options.pop(name) for name in ("seed", "max_examples", "max_time")))
        files = options.pop("document"), options.pop("overlay")
        return cls(options.pop("only"), options.pop("rule"), budget, files)

    def check_rules(self, api: Api) -> None:
        """Make sure that the rules asked for are of the API that is judged; raises CannotRun."""
        for asked in self.rules:
            whose = next(each for each in APIS if _names(asked, each))
            if whose is not api:
                raise CannotRun(
                    f"{asked} is of API {whose.name}, and API {api.name} is judged: "
                    f"add --api {whose.name}"
                )

    @property
    def plays(self) -> bool:
        return self.only != "fuzz"

    def fuzzes_on(self, settings: Settings) -> bool:
        """Return whether a target is fuzzed: data that others share only where it is asked for."""
        if self.only is not None or self.rules:
            return self.only == "fuzz"
        return not settings.is_shared or self.budget.is_said

    def document(self, api: Api) -> Document:
        """Return what answers of an API are held to; raises BadDocument."""
        return Document.of(api.name, *self.files, overlays=api.overlays)

    def restraint(self, settings: Settings) -> Iterator[str]:
        """Yield what is done less than elsewhere, because others may share the target's data."""
        if settings.rate is None and settings.usual_rate:
            yield f"At most {settings.usual_rate:g} requests a second; --rate says otherwise."
        if self.only is None and not self.rules and not self.fuzzes_on(settings):
            yield "Not fuzzed, as others may use these data: --only fuzz or --max-time asks for it."

    def plan(self, settings: Settings) -> Iterator[str]:
        """Yield lines with the writes that scenarios would make at most, and that fuzzing would."""
        is_ours = settings.token is None
        yield f"{settings.url}, API {settings.api.name}, {settings.edition} edition:"
        if is_ours:
            yield "Without a token it is our sandbox: all of this would be in a world of the run's."
        wanted = scenarios(settings.edition, self.rules) if self.plays else []
        yield from as_text(list(planned(settings.api, wanted, settings.abilities)))
        if not is_ours:
            yield "What a scenario declared and left standing is voided at its end: voids besides."
        if self.fuzzes_on(settings):
            yield "Fuzzing would write, too, as often as there is time: --only scenarios does not."


def _names(asked: str, api: Api) -> bool:
    """Return whether an API has a rule, or a chapter of rules, of this name."""
    rules = api.rules.items()
    return any(asked.upper() in (id_, rule.chapter) for id_, rule in rules)
