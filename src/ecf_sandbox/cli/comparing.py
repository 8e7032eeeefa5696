"""Answers compared: what a recording has, and what came."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ecf_sandbox.cli.remote import Json

# Who somebody is, and where: another implementation's people and schools are others, however
# alike their situations.
_PERSONAL = frozenset(
    {
        "delivery_partner_id",
        "delivery_partner_name",
        "email",
        "full_name",
        "induction_end_date",
        "induction_tutor_email",
        "induction_tutor_name",
        "mentor_id",
        "most_recent_induction_period_end_date",
        "overall_induction_start_date",
        "participants_currently_training",
        "pupil_premium_uplift",
        "school_urn",
        "sparsity_uplift",
        "teacher_reference_number",
        "teacher_reference_number_validated",
        "training_record_id",
        "urn",
        "working_pattern",
    }
)

_ENROLLED = re.compile(r".*\.ecf_enrolments\.\d+\.created_at")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same; None where there is none."""

    at: str
    recorded: Json
    came: Json


def differences(recorded: Json, came: Json, *, same_person: bool) -> Iterator[Difference]:
    """Yield where two answers differ.

    Of errors the titles are compared, since details are each implementation's own words.
    """
    before, after = (dict(_leaves(titles(each) or each)) for each in (recorded, came))
    for at in dict.fromkeys([*before, *after]):
        personal = at.rpartition(".")[2] in _PERSONAL or _ENROLLED.fullmatch(at)
        if before.get(at) != after.get(at) and (same_person or not personal):
            yield Difference(at, before.get(at), after.get(at))


def titles(answer: Json) -> Json:
    """Return the titles of an answer's errors, None where it has none."""
    if not isinstance(answer, dict) or not isinstance(answer.get("errors"), list):
        return None
    found = [each.get("title") for each in answer["errors"] if isinstance(each, dict)]
    return {"errors": ", ".join(sorted(map(str, found)))}


def _leaves(node: Json, at: str = "") -> Iterator[tuple[str, Json]]:
    """Yield each value of an answer with its path."""
    inner: Mapping[str, Json]
    if isinstance(node, dict):
        inner = node
    elif isinstance(node, list):
        inner = {str(number): each for number, each in enumerate(node)}
    else:
        yield at, node
        return
    for name, each in inner.items():
        yield from _leaves(each, f"{at}.{name}" if at else name)
