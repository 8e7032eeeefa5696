"""Provider states of schools, partnerships, delivery partners and cohorts."""

from ecf_sandbox.v3.seeding import new_people
from ecf_sandbox.v3.seeding.stage import Stage
from ecf_sandbox.v3.seeding.state_parts import Asked, Built, cohort_of, somebody
from ecf_sandbox.v3.service import cohorts


def school_without_partnership(stage: Stage, _: Asked) -> Built:
    """Build an eligible school that nobody works with."""
    return Built(ids={"school_id": stage.school()})


def school_not_eligible(stage: Stage, _: Asked) -> Built:
    """Build a school that partnerships are refused with."""
    return Built(ids={"school_id": stage.school(eligible=False)})


def school_in_partnership(stage: Stage, asked: Asked) -> Built:
    """Build a school in partnership, without anybody in training."""
    cohort, school = cohort_of(stage, asked), stage.school()
    made = stage.partnership(school, stage.provider, cohort)
    return Built(ids={"school_id": school, "partnership_id": made})


def school_with_two_partnerships(stage: Stage, asked: Asked) -> Built:
    """Build a school with two partnerships of one provider and cohort."""
    built = school_in_partnership(stage, asked)
    stage.partnership(built.ids["school_id"], stage.provider, int(asked["cohort"]), 1)
    return built


def school_with_interest(stage: Stage, asked: Asked) -> Built:
    """Build a school that named the provider for an ECT and a mentor."""
    cohort, school = cohort_of(stage, asked), stage.school()
    both = [somebody(stage, cohort, 1, "ect"), somebody(stage, cohort, 2, "mentor")]
    partner = stage.partner(stage.provider, cohort)
    return Built(
        lives=stage.live(both, {1: school}),
        ids={"school_id": school, "delivery_partner_id": partner},
    )


def school_led_school(stage: Stage, asked: Asked) -> Built:
    """Build a school that trains its only ECT itself."""
    cohort, school = cohort_of(stage, asked), stage.school()
    alone = somebody(stage, cohort, 1, "ect", provider="none")
    return Built(lives=stage.live([alone], {1: school}), ids={"school_id": school})


def partnership_with_participants(stage: Stage, asked: Asked) -> Built:
    """Build a partnership with an ECT and a mentor in training."""
    built = school_in_partnership(stage, asked)
    cohort = int(asked["cohort"])
    both = [somebody(stage, cohort, 1, "ect"), somebody(stage, cohort, 2, "mentor")]
    return Built(lives=stage.live(both, {1: built.ids["school_id"]}), ids=built.ids)


def delivery_partner(stage: Stage, asked: Asked) -> Built:
    """Build a delivery partner that the provider may work with."""
    cohort = cohort_of(stage, asked)
    made = new_people.new_delivery_partner(stage.context, stage.provider, [cohort])
    return Built(ids={"delivery_partner_id": made})


def delivery_partner_of_another(stage: Stage, asked: Asked) -> Built:
    """Build a delivery partner that another provider alone may work with."""
    cohort = cohort_of(stage, asked)
    made = new_people.new_delivery_partner(stage.context, stage.other, [cohort])
    return Built(ids={"delivery_partner_id": made})


def cohort_not_begun(stage: Stage, _: Asked) -> Built:
    """Open the next cohort, unless one that has not begun is there."""
    last = list(stage.store.contract_periods())[-1]
    if last.started_on > stage.today:
        return Built(ids={"cohort": str(last.year)})
    opened, _new = cohorts.put(stage.context, last.year + 1, {})
    return Built(ids={"cohort": str(opened.period.year)})
