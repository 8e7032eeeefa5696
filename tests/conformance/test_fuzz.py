"""Fuzzing: what is wrong is found, each thing once, and nobody honest is blamed."""

import importlib

import pytest

from ecf_conformance.document import Document
from ecf_conformance.fuzz import Effort, fuzz
from ecf_conformance.fuzzing.turns import SEQUENCES
from tests.conformance.bench import our_app, target
from tests.conformance.documents import ours, only, written
from tests.defects import CATALOGUE

for module in ("auth", "dates", "lists", "places", "wire", "wire_http"):
    importlib.import_module(f"tests.defects.{module}")

DECLARE = "POST /participant-declarations"
LIST = "GET /participants/ecf"
SHOW = "GET /participants/ecf/{id}"
SHOW_DECLARED = "GET /participant-declarations/{id}"
DEFER = "PUT /participants/ecf/{id}/defer"


SHORT = Effort(max_examples=12, phases=("examples", "fuzzing"))


def fuzzed(app, file, *, effort=None, seen=None, **said):
    """Fuzz an app by the document in a file."""
    with target(app, **said) as found:
        if seen is not None:
            ask = found.line.ask
            found.line.ask = lambda *args, **kwargs: seen(ask(*args, **kwargs))
        return fuzz(found, Document(file), effort or SHORT)


FOUND = {
    "dates_have_fractions": ("dates_in_utc", "FMT-3", [SHOW]),
    "anybodys_participant_is_found_by_id": ("nobody_elses_ids", "AUTH-3", [SHOW]),
    "anybodys_declaration_is_found_by_id": ("nobody_elses_ids", "AUTH-4", [SHOW_DECLARED]),
    "pages_without_bounds": ("not_a_server_error", "FMT-7", [LIST]),
    "lists_by_id": ("lists_sorted", "LIST-2", [LIST]),
    "changes_in_order_of_creation": ("lists_sorted", "LIST-2", [DEFER, LIST]),
    "json_is_plain": ("document", "FMT-1", [SHOW]),
    "a_copy_is_answered_as_it_stands": ("copies_are_idempotent", "DECL-10", [DECLARE]),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_defect_is_found_by_the_check_that_looks_for_it(name, monkeypatch, tmp_path):
    check, rule, operations = FOUND[name]
    CATALOGUE[name].apply(monkeypatch)
    with our_app(tmp_path / "worlds") as app:
        found = fuzzed(app, written(tmp_path, only(*operations)))
    print([(each.check, each.rule, each.why, each.times) for each in found.findings])
    assert (check, rule) in {(each.check, each.rule) for each in found.findings}
