"""Defects of early withdrawals."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import DAY, Instant
from ecf_sandbox.v1.domain.declarations import Settlement
from ecf_sandbox.v1.rules import paying
from ecf_sandbox.v1.service import declarations, participants
from tests.defects import defect
from tests.kit.breaking import change_result, switch


@defect("PAY-7")
def the_guidance_forgives(patch):
    """An early withdrawal costs nothing in the guidance edition."""
    switch(patch, "guidance", early_withdrawal_forfeits=False)


@defect("PAY-7")
def the_service_forfeits(patch):
    """An early withdrawal costs as much in the service edition."""
    switch(patch, "service", early_withdrawal_forfeits=True)


@defect("PAY-7")
def every_withdrawal_is_early(patch):
    """A withdrawal forfeits whenever it comes."""
    true = paying.forfeits
    patch.setattr(
        paying,
        "forfeits",
        lambda schedule, edition, *, withdrawn_at: true(schedule, edition, withdrawn_at=Instant(0)),
    )


@defect("PAY-7")
def the_last_day_is_not_early(patch):
    """A withdrawal on the last day of the started milestone forfeits nothing."""
    true = paying.forfeits
    patch.setattr(
        paying,
        "forfeits",
        lambda schedule, edition, *, withdrawn_at: true(
            schedule, edition, withdrawn_at=Instant(withdrawn_at + DAY)
        ),
    )


@defect("PAY-7")
def what_is_posted_afterwards_is_paid(patch):
    """An early withdrawal forfeits only what was declared before."""
    true = declarations._settled

    def settled(context, record, *, duplicate):
        return true(context, replace(record, withdrawn_at=None), duplicate=duplicate)

    patch.setattr(declarations, "_settled", settled)


@defect(
    "PAY-7",
    unseen="no request brings about a withdrawal by the started milestone's end of what is paid",
)
def what_was_paid_is_forfeit(patch):
    """An early withdrawal takes back what was paid."""
    patch.setattr(paying, "is_unpaid", lambda now, facts: facts.voided_at is None)


@defect("PAY-7")
def what_was_voided_is_forfeit(patch):
    """An early withdrawal makes what was voided ineligible."""
    patch.setattr(paying, "is_unpaid", lambda now, facts: True)
    change_result(
        patch,
        paying,
        "become_ineligible",
        lambda facts, *_, **__: Settlement(ineligible_at=facts.ineligible_at),
    )


@defect("PAY-7", also="PART-3")
def everybodys_declarations_are_forfeit(patch):
    """A withdrawal costs the earlier provider too."""
    true = participants._forfeit

    def forfeit(context, record):
        for slug in ("north-star", "riverbank"):
            true(context, replace(record, provider=slug))

    patch.setattr(participants, "_forfeit", forfeit)


@defect("PAY-7")
def a_forfeit_moves_no_updated_at(patch):
    """What becomes ineligible keeps its updated_at."""
    true = participants._forfeit
    patch.setattr(
        participants,
        "_forfeit",
        lambda context, record: true(context, replace(record, recorded=Instant(0))),
    )
