"""Whether a target of API v3 pays by the calendar, found out by looking at one statement."""

from datetime import date

from ecf_conformance.connection import Unreachable
from ecf_conformance.moments import DAY
from ecf_conformance.provider import ScenarioRun
from ecf_conformance.reply import SetupFailed
from ecf_conformance.target import CannotShow, Target
from ecf_conformance.v3.provider import NOW, Provider
from ecf_conformance.v3.schedules import start_of


def pays_by_calendar(target: Target) -> bool:
    """Return whether the next statement to be paid is paid once its date has come (V3-PAY-4).

    Where there is none, nothing is known of payments, and nothing is assumed.
    """
    run_state = ScenarioRun()
    try:
        with run_state.after:
            return _is_paid(Provider(target, run_state))
    except (AssertionError, CannotShow, SetupFailed, Unreachable, KeyError, ValueError):
        return False


def _is_paid(provider: Provider) -> bool:
    listed = provider.statements(per_page="3000").done().records
    coming = [each for each in listed if each["attributes"]["payment_date"] > NOW[:10]]
    first = min(coming, key=lambda each: str(each["attributes"]["payment_date"]))
    if first["attributes"]["paid"] is not False:
        return False
    paid_on = start_of(date.fromisoformat(first["attributes"]["payment_date"])) + DAY
    with provider.on(paid_on):
        return provider.reads_statement(first["id"]).done().attributes["paid"] is True
