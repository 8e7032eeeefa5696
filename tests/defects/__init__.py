"""Deliberate defects: one catalogue for the tests and for the scenarios.

A defect is a small change to the product, made with a monkeypatch and never by a switch in
the product. Names of rules prove nothing; that the tests named for a rule fail under its
defects does.
"""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

Break = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Defect:
    """One way to break a rule.

    `rules` are those whose tests must fail under it, and whose scenarios; `also` are other
    rules that break with it, and no more than these do. `unseen` says why no scenario can
    show it, where none can.
    """

    name: str
    promise: str
    rules: tuple[str, ...]
    also: tuple[str, ...]
    unseen: str
    apply: Break

    @property
    def api(self) -> str:
        """The name of the API whose rules it breaks."""
        return "v3" if self.rules[0].startswith("V3-") else "v1"


CATALOGUE: dict[str, Defect] = {}


def defect(*rules: str, also: str = "", unseen: str = "") -> Callable[[Break], Break]:
    """Enter a function into the catalogue; its docstring says what goes wrong.

    `also` names rules with spaces between them.
    """

    def enter(apply: Break) -> Break:
        assert apply.__doc__, f"{apply.__name__} does not say what it breaks"
        assert apply.__name__ not in CATALOGUE, f"{apply.__name__} is there already"
        found = Defect(apply.__name__, apply.__doc__, rules, tuple(also.split()), unseen, apply)
        CATALOGUE[apply.__name__] = found
        return apply

    return enter


def catalogue(api: str = "v1") -> Mapping[str, Defect]:
    """Return every defect of an API, by name: v1's are in this package, v3's in `v3`."""
    package = importlib.import_module(f"{__name__}.v3") if api == "v3" else sys.modules[__name__]
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return {name: each for name, each in CATALOGUE.items() if each.api == api}
