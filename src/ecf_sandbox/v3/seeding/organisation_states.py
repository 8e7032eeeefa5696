"""Provider states of schools, partnerships, delivery partners and cohorts."""

from ecf_sandbox.v3.seeding import new_people
from ecf_sandbox.v3.seeding.state_parts import Asked, Built, cohort_of, somebody
from ecf_sandbox.v3.seeding.state_setup import StateSetup
from ecf_sandbox.v3.service import cohorts


def school_without_partnership(setup: StateSetup, _: Asked) -> Built:
    """Build an eligible school that nobody works with."""
    return Built(ids={"school_id": setup.school()})


def school_not_eligible(setup: StateSetup, _: Asked) -> Built:
    """Build a school that partnerships are refused with."""
    return Built(ids={"school_id": setup.school(eligible=False)})


def school_in_partnership(setup: StateSetup, asked: Asked) -> Built:
    """Build a school in partnership, without anybody in training."""
    cohort, school = cohort_of(setup, asked), setup.school()
    made = setup.partnership(school, setup.provider, cohort)
    return Built(ids={"school_id": school, "partnership_id": made})


def school_with_two_partnerships(setup: StateSetup, asked: Asked) -> Built:
    """Build a school with two partnerships of one provider and cohort."""
    built = school_in_partnership(setup, asked)
    setup.partnership(built.ids["school_id"], setup.provider, int(asked["cohort"]), 1)
    return built


def school_with_interest(setup: StateSetup, asked: Asked) -> Built:
    """Build a school that named the provider for an ECT and a mentor."""
    cohort, school = cohort_of(setup, asked), setup.school()
    both = [somebody(setup, cohort, 1, "ect"), somebody(setup, cohort, 2, "mentor")]
    partner = setup.partner(setup.provider, cohort)
    return Built(
        people=setup.build(both, {1: school}),
        ids={"school_id": school, "delivery_partner_id": partner},
    )


def school_led_school(setup: StateSetup, asked: Asked) -> Built:
    """Build a school that trains its only ECT itself."""
    cohort, school = cohort_of(setup, asked), setup.school()
    alone = somebody(setup, cohort, 1, "ect", provider="none")
    return Built(people=setup.build([alone], {1: school}), ids={"school_id": school})


def partnership_with_participants(setup: StateSetup, asked: Asked) -> Built:
    """Build a partnership with an ECT and a mentor in training."""
    built = school_in_partnership(setup, asked)
    cohort = int(asked["cohort"])
    both = [somebody(setup, cohort, 1, "ect"), somebody(setup, cohort, 2, "mentor")]
    return Built(people=setup.build(both, {1: built.ids["school_id"]}), ids=built.ids)


def delivery_partner(setup: StateSetup, asked: Asked) -> Built:
    """Build a delivery partner that the provider may work with."""
    cohort = cohort_of(setup, asked)
    made = new_people.new_delivery_partner(setup.context, setup.provider, [cohort])
    return Built(ids={"delivery_partner_id": made})


def delivery_partner_of_another(setup: StateSetup, asked: Asked) -> Built:
    """Build a delivery partner that another provider alone may work with."""
    cohort = cohort_of(setup, asked)
    made = new_people.new_delivery_partner(setup.context, setup.other, [cohort])
    return Built(ids={"delivery_partner_id": made})


def cohort_not_begun(setup: StateSetup, _: Asked) -> Built:
    """Open the next cohort, unless one that has not begun is there."""
    last = list(setup.store.contract_periods())[-1]
    if last.started_on > setup.today:
        return Built(ids={"cohort": str(last.year)})
    opened, _new = cohorts.put(setup.context, last.year + 1, {})
    return Built(ids={"cohort": str(opened.period.year)})
