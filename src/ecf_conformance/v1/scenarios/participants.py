"""Participant records."""

import re
from collections.abc import Callable, Iterator

from ecf_conformance.cases import Case, of
from ecf_conformance.participants import READY
from ecf_conformance.reply import Json, Reply
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v1.provider import Provider

_PAGES = 50
ATTRIBUTES = [
    "email",
    "full_name",
    "mentor_id",
    "school_urn",
    "participant_type",
    "cohort",
    "status",
    "teacher_reference_number",
    "teacher_reference_number_validated",
    "eligible_for_funding",
    "pupil_premium_uplift",
    "sparsity_uplift",
    "training_status",
    "schedule_identifier",
    "updated_at",
]
_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")


@scenario("PART-1", each=of("ect", "mentor"))
def a_participant_has_fifteen_attributes(provider: Provider, case: Case) -> None:
    """A participant's attributes are the fifteen, in order, alone and in the list."""
    someone = provider.someone(case.name)
    provider.defers(someone).done()
    read = provider.reads(someone).accepted()
    assert read.data.get("type") == "participant", f"{read.exchange.line}: type is not participant"
    found = _names(provider, read, read.data)
    assert found == ATTRIBUTES, f"{read.exchange.line} with {found}; expected {ATTRIBUTES}"
    read.shows(participant_type=case.name, cohort="2021", schedule_identifier=someone.schedule)
    listed = provider.participants(per_page="100")
    for each in listed.records:
        keys = _names(provider, listed, each)
        assert keys == ATTRIBUTES, f"the list has {each['id']} with {keys}"
        assert each.get("type") == "participant", f"the list has {each['id']} of another type"


@scenario("PART-1")
def attributes_are_of_their_types(provider: Provider) -> None:
    """Whoever is listed has the fifteen attributes, each of the type that the rulebook says."""
    if not (page := provider.participants(per_page="100").accepted()).records:
        provider.someone()
        page = provider.participants(per_page="100").accepted()
    assert page.records, "nobody is listed, though somebody is there"
    for each in page.records:
        found = _names(provider, page, each)
        assert found == ATTRIBUTES, f"{each['id']} is listed with {found}; expected {ATTRIBUTES}"
        for name, value in each["attributes"].items():
            assert name not in _TYPES or _TYPES[name](value), (
                f"{each['id']} is listed with {name} {value!r}"
            )


def _names(provider: Provider, page: Reply, record: Json) -> list[str]:
    """Return the attributes of a record on a page, but for those that an overlay adds."""
    found = list(record["attributes"])
    if provider.target.excuses_attributes(page.exchange):
        return [name for name in found if name in ATTRIBUTES]
    return found


def _text(value: Json) -> bool:
    return isinstance(value, str) and value != ""


def _text_or_null(value: Json) -> bool:
    return value is None or isinstance(value, str)


def _truth(value: Json) -> bool:
    return isinstance(value, bool)


def _truth_or_null(value: Json) -> bool:
    return value is None or isinstance(value, bool)


_TYPES: dict[str, Callable[[Json], bool]] = {
    "email": _text_or_null,
    "full_name": _text,
    "mentor_id": lambda value: value is None or bool(_UUID.fullmatch(str(value))),
    "school_urn": _text,
    "participant_type": lambda value: value in ("ect", "mentor"),
    "cohort": lambda value: bool(re.fullmatch(r"\d{4}", str(value))) and isinstance(value, str),
    "status": lambda value: value in ("active", "withdrawn"),
    "teacher_reference_number": _text_or_null,
    "teacher_reference_number_validated": _truth_or_null,
    "eligible_for_funding": _truth_or_null,
    "pupil_premium_uplift": _truth,
    "sparsity_uplift": _truth,
    "training_status": lambda value: value in ("active", "deferred", "withdrawn"),
}


@scenario("PART-1", certain_with={Ability.STATES})
def an_ect_names_the_mentor(provider: Provider) -> None:
    """An ECT with a mentor names the mentor's id; a mentor names none."""
    ect = provider.someone(state="an ECT with a mentor", schedule=None)
    mentor_id = provider.reads(ect).accepted().attributes["mentor_id"]
    assert mentor_id, f"{ect.id} has a mentor, and mentor_id is {mentor_id!r}"
    provider.reads(str(mentor_id)).accepted().shows(participant_type="mentor", mentor_id=None)


@scenario("PART-1", certain_with={Ability.STATES})
def a_mentor_names_no_mentor(provider: Provider) -> None:
    """A mentor names nobody, and is the mentor of whichever ECT names them."""
    mentor = provider.someone("mentor", state="a mentor of one ECT", schedule=None)
    provider.reads(mentor).accepted().shows(participant_type="mentor", mentor_id=None)
    naming = [each for each in _listed(provider) if each.get("mentor_id") == mentor.id]
    kinds = [each.get("participant_type") for each in naming]
    assert kinds == ["ect"], f"{mentor.id} is the mentor of {kinds}; expected one ECT"


def _listed(provider: Provider) -> Iterator[dict[str, Json]]:
    """Yield what the list says of everybody."""
    for page in range(1, _PAGES + 1):
        records = provider.participants(page=str(page), per_page="3000").accepted().records
        yield from (each["attributes"] for each in records)
        if not records:
            return


@scenario("PART-1", certain_with={Ability.STATES}, each=of("pupil premium", "sparsity"))
def uplifts_show(provider: Provider, case: Case) -> None:
    """An uplift shows as true for who has it, and as false for who has not."""
    ect = provider.someone(state=f"an ECT with the {case.name} uplift", schedule=None)
    name = f"{case.name.replace(' ', '_')}_uplift"
    provider.reads(ect).accepted().shows(**{name: True})
    plain = provider.someone(state=READY["ect"])
    provider.reads(plain).shows(pupil_premium_uplift=False, sparsity_uplift=False)


@scenario("PART-1", needs={Ability.CONTROL})
def leading_zeros_of_a_school_are_kept(provider: Provider) -> None:
    """A school's number keeps its leading zeros, in JSON and in CSV."""
    who = {"provider": provider.slug, "participant_type": "ect", "school_urn": "000042"}
    added = provider.control("POST", "/participants", who)
    provider.reads(added["id"]).accepted().shows(school_urn="000042")
    assert ",000042," in provider.get("/participants.csv").text, "the CSV cuts leading zeros off"


@scenario("PART-1", "REG-1", certain_with={Ability.STATES}, each=of("an ECT", "a mentor"))
def what_is_not_known_is_null(provider: Provider, case: Case) -> None:
    """Of who was just added, TRN, its validity and eligibility are null, and not false."""
    kind = "mentor" if case.name == "a mentor" else "ect"
    someone = provider.someone(kind, state=f"{case.name} just added by the school", schedule=None)
    provider.reads(someone).accepted().shows(
        participant_type=kind,
        teacher_reference_number=None,
        teacher_reference_number_validated=None,
        eligible_for_funding=None,
    )


@scenario("PART-2", certain_with={Ability.STATES})
def the_schools_view_is_not_the_providers(provider: Provider) -> None:
    """Whom the school withdrew is withdrawn by status, and active by training_status."""
    ect = provider.someone(state="an ECT withdrawn by the school only", schedule=None)
    provider.reads(ect).accepted().shows(status="withdrawn", training_status="active")
