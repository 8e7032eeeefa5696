"""A clock moved at random, both ways: states are what a computation from scratch says.

The model below knows only what was done at which time, and the payments as published.
"""

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.control import Control, told
from tests.kit.sandbox import attributes

# The instant after each milestone date, and the day of its payment (the first is paid at once).
PAYMENTS = [
    ("2021-12-01", "2021-12-01"),
    ("2022-02-01", "2022-02-28"),
    ("2022-05-01", "2022-05-31"),
    ("2022-10-01", "2022-10-31"),
    ("2023-02-01", "2023-02-28"),
    ("2023-05-01", "2023-05-31"),
    ("2023-11-01", "2023-11-30"),
    ("2024-02-01", "2024-02-28"),
]
CUT_OFF = "2021-12-01T00:00:00Z"

days = st.dates(min_value=date(2021, 11, 20), max_value=date(2024, 3, 31))
edges = st.sampled_from([day for pair in PAYMENTS for day in pair])
moments = st.builds(
    lambda day, time: f"{day}T{time}Z",
    days | edges,
    st.sampled_from(["00:00:00", "00:00:01", "23:59:59"]),
)
deeds = st.sampled_from(["declare", "void", "withdraw", "make eligible"])


@dataclass
class Past:
    """What happened to one participant and their declaration, in the world's time."""

    person: object
    is_eligible: bool
    is_withdrawn: str | None = None
    id: str | None = None
    eligible_at: str | None = None
    voided_at: str | None = None
    forfeited: bool = False
    changes: list[str] = field(default_factory=list)

    @property
    def payment(self):
        if self.eligible_at is None:
            return None
        return _payment(self.eligible_at)

    def is_paid(self, now):
        return self.payment is not None and self.payment[1] <= now

    @property
    def clawback(self):
        """When it is taken back: None where it is not, or no payment was left for it."""
        was_paid = self.voided_at and not self.forfeited and self.is_paid(self.voided_at)
        payment = _payment(self.voided_at) if was_paid else None
        return payment and payment[1]

    def state(self, now):
        if self.voided_at and (self.forfeited or not self.is_paid(self.voided_at)):
            return "voided"
        if self.voided_at:
            taken = self.clawback is not None and self.clawback <= now
            return "clawed-back" if taken else "awaiting-clawback"
        if self.forfeited:
            return "ineligible"
        if self.eligible_at is None:
            return "submitted"
        if self.is_paid(now):
            return "paid"
        return "payable" if self.payment and self.payment[0] <= now else "eligible"

    def updated_at(self, now):
        lost = self.forfeited or (self.voided_at and not self.is_paid(self.voided_at))
        brought = [] if lost or not self.payment else list(self.payment)
        brought += [self.clawback] if self.clawback else []
        return max(self.changes + [at for at in brought if at <= now])


def _payment(at):
    """Return when the first payment still open at a moment is payable, and paid."""
    due = ((f"{end}T00:00:00Z", f"{day}T00:00:00Z") for end, day in PAYMENTS)
    return next(((end, day) for end, day in due if at < end), None)


def _do(deed, past, now, north_star, control):
    """Do a deed and remember it, if the sandbox lets it happen."""
    if deed == "declare" and past.id is None:
        answer = north_star.declare(past.person, dated="2021-11-19T12:00:00Z")
        if answer.status_code == 200:
            past.id = answer.json()["data"]["id"]
            past.changes.append(now)
            past.eligible_at = now if past.is_eligible else None
            past.forfeited = past.is_withdrawn is not None and past.is_withdrawn < CUT_OFF
    elif deed == "void" and past.id and past.voided_at is None:
        assert north_star.void(past.id).status_code == 200
        past.voided_at = now
        past.changes.append(now)
    elif deed == "withdraw" and past.is_withdrawn is None:
        unpaid = past.id and past.state(now) in ("submitted", "eligible", "payable")
        assert north_star.act("withdraw", past.person).status_code == 200
        past.is_withdrawn = now
        if unpaid and now < CUT_OFF:
            past.forfeited = True
            past.changes.append(now)
    elif deed == "make eligible" and not past.is_eligible:
        submitted = past.id and past.state(now) == "submitted"
        path = f"/worlds/default/participants/{past.person.id}"
        told(control.patch(path, {"eligible_for_funding": True}))
        past.is_eligible = True
        if submitted:
            past.eligible_at = now
            past.changes.append(now)


@pytest.mark.rule("TIME-4", "PAY-5", "PAY-6", "PAY-7", "REG-3", edition="guidance")
@settings(max_examples=25)
@given(
    lives=st.lists(st.tuples(moments, deeds, st.integers(0, 3)), min_size=4, max_size=14),
    looks=st.lists(moments, min_size=1, max_size=5),
)
def test_whatever_is_done_when_and_wherever_the_clock_goes(sandbox_of, lives, looks):
    sandbox = sandbox_of("guidance")
    control, north_star = Control(sandbox), sandbox.provider()
    pasts = [Past(sandbox.add(eligible=each), each is True) for each in (True, True, None, False)]
    for now, deed, who in lives:
        told(control.put("/worlds/default/clock", {"now": now, "ticking": False}))
        _do(deed, pasts[who], now, north_star, control)
    for now in looks:
        told(control.put("/worlds/default/clock", {"now": now, "ticking": False}))
        for past in pasts:
            if past.id:
                seen = attributes(north_star.get(f"/participant-declarations/{past.id}"))
                assert (seen["state"], seen["updated_at"]) == (
                    past.state(now),
                    past.updated_at(now),
                )
    sandbox.close()
