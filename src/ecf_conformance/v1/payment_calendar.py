"""Whether a target pays by the calendar, found out by looking at one payment."""

from ecf_conformance.connection import Unreachable
from ecf_conformance.moments import DAY, parse
from ecf_conformance.provider import ScenarioRun
from ecf_conformance.reply import SetupFailed
from ecf_conformance.target import CannotShow, Target
from ecf_conformance.v1.provider import NOW, Provider
from ecf_conformance.v1.schedules import payment_of


def pays_by_calendar(target: Target) -> bool:
    """Return whether a declaration is paid once its payment date has come (PAY-4).

    Where nobody can be declared, nothing is known of payments, and nothing is assumed.
    """
    run_state = ScenarioRun()
    try:
        with run_state.after:
            return _is_paid(Provider(target, run_state))
    except (AssertionError, CannotShow, SetupFailed, Unreachable):
        return False


def _is_paid(provider: Provider) -> bool:
    made = provider.declares(provider.someone()).done()
    with provider.on(payment_of(provider.edition, parse(NOW)).paid + DAY):
        read = provider.reads_declaration(made.id).done()
    return read.attributes.get("state") == "paid"
