"""Defects of what a list is asked for (LIST-3, LIST-4)."""

from dataclasses import replace
from urllib.parse import parse_qsl

from ecf_sandbox.engine.domain.instants import SECOND, parse_date
from ecf_sandbox.engine.domain.problems import BadRequest
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.v1.http import parsing, validation
from ecf_sandbox.v1.store import listing
from tests.defects import defect
from tests.defects.lists import rewrites
from tests.kit.breaking import change_arguments, change_result


@defect("LIST-3", also="LIST-2 LIST-4 REG-1")
def participants_changed_then_are_left_out(patch):
    """`updated_since` is strict for participants."""
    rewrites(patch, "r.recorded >= ?", "r.recorded - 1 > ?")


@defect("LIST-3")
def declarations_changed_then_are_found(patch):
    """`updated_since` is inclusive for declarations."""
    change_result(patch, stamps, "floor_for_polling", lambda floor, *_: floor - 1)


@defect("LIST-3")
def since_is_read_to_the_second(patch):
    """The fraction of `updated_since` is lost."""
    change_result(patch, parsing, "_since", lambda at, _: at and at // SECOND * SECOND)


@defect("LIST-3")
def since_may_be_a_date(patch):
    """`updated_since` takes a date alone."""
    true, read = parsing._since, validation.Parameter.read

    def since(asked):
        text = str(asked.get("updated_since", ""))
        return parse_date(text) if len(text) == len("2021-11-25") else true(asked)

    def lenient(self, key, text):
        return text if len(text) == len("2021-11-25") else read(self, key, text)

    patch.setattr(parsing, "_since", since)
    patch.setattr(validation.Parameter, "read", lenient)


@defect("LIST-3")
def a_space_is_taken_for_a_plus(patch):
    """A raw + in a date is put right silently."""
    change_arguments(
        patch, validation.Parameter, "read", lambda it, key, text: (it, key, text.replace(" ", "+"))
    )


@defect("LIST-3", "LIST-4")
def values_are_decoded_once(patch):
    """What was percent-encoded twice stays encoded."""
    patch.setattr(validation, "unquote", lambda text: text)


@defect("LIST-3")
def values_are_decoded_thrice(patch):
    """Values are decoded until nothing is left to decode."""
    true = validation.unquote
    patch.setattr(validation, "unquote", lambda text: true(true(text)))


@defect("LIST-3")
def the_last_value_counts(patch):
    """A key that is given twice has its last value."""

    def put(values, parameter, inside, value):
        values.pop((inside or "").partition("]")[0], None)
        true(values, parameter, inside, value)

    true = validation._put
    patch.setattr(validation, "_put", put)


@defect("LIST-3")
def an_array_of_one_will_do(patch):
    """`filter[updated_since][]` is read as `filter[updated_since]`."""
    change_arguments(
        patch,
        validation,
        "_put",
        lambda values, it, inside, value: (values, it, inside and inside.split("][")[0], value),
    )


@defect("LIST-3")
def a_blank_filter_is_refused(patch):
    """`filter[updated_since]=` is no date-time."""

    def read(self, key, text):
        if key == "updated_since" and not text.strip():
            raise BadRequest("filter[updated_since] is blank")
        return true(self, key, text)

    true = validation.Parameter.read
    patch.setattr(validation.Parameter, "read", read)


@defect("LIST-3", also="FMT-5")
def a_page_may_be_one_number(patch):
    """`page=2` is read as `page[page]=2`."""
    change_arguments(
        patch,
        validation,
        "_put",
        lambda values, it, inside, value: (values, it, inside or next(iter(it.keys)), value),
    )


@defect("LIST-4")
def the_first_year_counts(patch):
    """Of several years only the first is looked for."""
    change_result(patch, parsing, "_cohorts", lambda years, _: years and years[:1])


@defect("LIST-4", also="LIST-6")
def unknown_years_do_not_count(patch):
    """A year that is nobody's cohort is as good as none."""
    change_result(patch, parsing, "_cohorts", lambda years, _: _known(years))


def _known(years):
    return None if years is None else tuple(set(years) & {2021, 2022}) or None


@defect("LIST-4")
def years_must_be_years(patch):
    """A word in `filter[cohort]` is a bad request."""

    def cohorts(years, text):
        if any(not each.strip().isdigit() for each in text.split(",")) and text.strip():
            raise BadRequest("filter[cohort] must be years")
        return years

    change_result(patch, parsing, "_cohorts", cohorts)


@defect("LIST-4", also="LIST-6")
def csv_lists_every_cohort(patch):
    """`filter[cohort]` is for JSON."""
    change_arguments(
        patch,
        listing,
        "all_record_rows",
        lambda db, provider, query: (db, provider, replace(query, cohorts=None)),
    )


@defect("LIST-4", also="FMT-8 LIST-6")
def unknown_keys_are_refused(patch):
    """A filter that does not exist is a bad request."""

    def put(values, parameter, inside, value):
        if inside and inside.partition("]")[0] not in parameter.keys:
            raise BadRequest(f"{parameter.name}[{inside}] is unknown")
        true(values, parameter, inside, value)

    true = validation._put
    patch.setattr(validation, "_put", put)


@defect("LIST-4")
def keys_in_any_case(patch):
    """`filter[Cohort]` is read as `filter[cohort]`."""
    patch.setattr(
        validation,
        "parse_qsl",
        lambda raw, **how: [(key.lower(), value) for key, value in parse_qsl(raw, **how)],
    )
