"""The suite fails on broken sandboxes, and names the rule."""

import importlib
import pkgutil

import pytest

import tests.defects
from tests.conformance.bench import broken_by, our_app
from tests.defects import CATALOGUE

for module in pkgutil.iter_modules(tests.defects.__path__):
    importlib.import_module(f"tests.defects.{module.name}")

# One or two of each chapter; scripts that try them all come with the score.
BITTEN = {
    "the_secret_is_not_looked_at": "guidance",
    "nobody_is_not_found": "guidance",
    "titles_come_by_the_alphabet": "guidance",
    "the_service_remembers_whom_the_school_withdrew": "service",
    "a_reason_for_leaving_is_missing": "guidance",
    "a_withdrawal_is_the_schools_too": "guidance",
    "no_action_takes_updated_at_back": "guidance",
    "the_guidances_slip_is_a_schedule": "guidance",
    "the_academic_year_begins_in_october": "service",
    "the_service_takes_the_start_in": "service",
    "voided_declarations_hold_a_schedule": "guidance",
    "payable_an_instant_early": "guidance",
    "a_forfeit_moves_no_updated_at": "guidance",
    "another_type_makes_a_copy": "guidance",
}


@pytest.mark.parametrize("name", BITTEN)
def test_a_defect_breaks_its_rule(name, monkeypatch, tmp_path):
    defect = CATALOGUE[name]
    defect.apply(monkeypatch)
    with our_app(tmp_path / "worlds") as app:
        assert broken_by(app, BITTEN[name], defect.rules), f"nothing shows that {defect.promise}"
