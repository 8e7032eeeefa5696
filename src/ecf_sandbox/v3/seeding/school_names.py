"""Names of made-up schools: a place and a kind, none given twice in a world."""

from functools import cache
from itertools import product

from ecf_sandbox.v3.seeding.facts import rows

_KINDS = (
    "Academy",
    "Church School",
    "College",
    "Community School",
    "Free School",
    "High School",
    "Infant School",
    "Junior School",
    "Primary School",
    "School",
    "Secondary School",
    "Sixth Form College",
)
_BEFORE = ("", "Great ", "Little ", "Lower ", "Middle ", "New ", "Old ", "Upper ")
_PLACES = 36 * 36
MOST = _PLACES * len(_KINDS) * len(_BEFORE)
# Shares no divisor with MOST, so that all names are given before one comes again.
_STEP = 77_711


def school_name(number: int) -> str:
    """Return the name of a number; numbers that differ by less than MOST have different ones."""
    rest, place = divmod(number * _STEP % MOST, _PLACES)
    before, kind = divmod(rest, len(_KINDS))
    return f"{_BEFORE[before]}{_places()[place]} {_KINDS[kind]}"


@cache
def _places() -> tuple[str, ...]:
    parts = rows("place_names.csv")
    pairs = product((each["first"] for each in parts), (each["second"] for each in parts))
    return tuple(f"{first}{second}" for first, second in pairs)
