"""What a `declaration_date` says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import moment, wire
from ecf_sandbox.v3.rules import declaration_dates
from tests.v3.kit.facts import day

IN_2026 = st.integers(1_767_225_600, 1_798_761_599).map(lambda second: second * 1_000_000)


def utc(text):
    read = declaration_dates.read(text)
    assert read is not None
    assert read.in_pattern
    return wire(read.as_utc)


@pytest.mark.rule("V3-DECL-5")
@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("2026-07-01T10:30:00Z", "2026-07-01T10:30:00Z", id="UTC"),
        pytest.param("2026-07-01t10:30:00z", "2026-07-01T10:30:00Z", id="small letters"),
        pytest.param("2026-07-01T10:30:00.9999Z", "2026-07-01T10:30:00Z", id="a fraction"),
        pytest.param("2026-07-01T10:30:00,5Z", "2026-07-01T10:30:00Z", id="after a comma"),
        pytest.param("2026-07-01T10:30:00+01", "2026-07-01T09:30:00Z", id="hours"),
        pytest.param("2026-07-01T10:30:00+0130", "2026-07-01T09:00:00Z", id="no colon"),
        pytest.param("2026-07-01T10:30:00-01:30", "2026-07-01T12:00:00Z", id="west"),
        pytest.param("2026-07-01T10:30:00+14:00", "2026-06-30T20:30:00Z", id="the widest"),
        pytest.param("2026-07-01T24:00:00Z", "2026-07-02T00:00:00Z", id="24 hours"),
        pytest.param("2026-07-01T10:30:60Z", "2026-07-01T10:31:00Z", id="second 60"),
        pytest.param("2026-07-01T10:30:00", "2026-07-01T10:30:00Z", id="no zone"),
    ],
)
def test_the_pattern_and_what_it_means(text, read):
    assert utc(text) == read


@pytest.mark.rule("V3-DECL-5")
@given(IN_2026)
def test_with_a_zone_there_is_one_reading_and_without_two(instant):
    text = wire(instant)
    zoned = declaration_dates.read(text)
    assert zoned.as_utc == zoned.as_london == instant
    bare = declaration_dates.read(text[:-1])
    assert bare.as_utc == instant
    assert bare.as_utc - bare.as_london in (0, 3_600_000_000)
    assert bare.written == moment(instant).date()


@pytest.mark.rule("V3-DECL-5")
def test_without_a_zone_the_record_is_london_time():
    assert wire(declaration_dates.read("2026-07-01T10:30:00").as_london) == "2026-07-01T09:30:00Z"
    assert wire(declaration_dates.read("2026-12-01T10:30:00").as_london) == "2026-12-01T10:30:00Z"


@pytest.mark.rule("V3-DECL-15")
def test_the_day_as_written_is_kept_whatever_the_zone():
    assert declaration_dates.read("2026-07-01T23:30:00-05:00").written == day("2026-07-01")


@pytest.mark.rule("V3-DECL-5", "V3-DECL-6")
@pytest.mark.parametrize(
    ("text", "compared"),
    [
        pytest.param("2026-07-01", "2026-07-01T00:00:00Z", id="a date alone"),
        pytest.param(" 2026-07-01 ", "2026-07-01T00:00:00Z", id="blanks around"),
        pytest.param("20260701", "2026-07-01T00:00:00Z", id="no dashes"),
        pytest.param("01/07/2026", "2026-07-01T00:00:00Z", id="day first"),
        pytest.param("2026-07-01 10:30:00", "2026-07-01T10:30:00Z", id="a blank for T"),
        pytest.param("2026-07-01T10:30", "2026-07-01T10:30:00Z", id="no seconds"),
        pytest.param(" 2026-07-01T10:30:00Z", "2026-07-01T10:30:00Z", id="a blank before"),
        pytest.param("2026-07-01T10:30:00Z\n", "2026-07-01T10:30:00Z", id="a newline after"),
        pytest.param("2026-07-01T10:30:00+15:00", "2026-07-01T10:30:00Z", id="too wide"),
        pytest.param("2026-07-01T10:30:00+01:60", "2026-07-01T10:30:00Z", id="60 minutes"),
        pytest.param("01/07/2026 9:05", "2026-07-01T09:05:00Z", id="day first, with a time"),
    ],
)
def test_a_text_may_hold_a_date_and_be_out_of_the_pattern(text, compared):
    read = declaration_dates.read(text)
    assert not read.in_pattern
    assert wire(read.as_utc) == wire(read.as_london) == compared


@pytest.mark.rule("V3-DECL-6")
@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        20260701,
        1.5,
        "",
        "garbage",
        "x2026-07-01",
        "2026-02-30",
        "2026-02-30T10:30:00Z",
        "2026-13-01",
        "2026-07-01T25:00:00Z",
        "2026-07-01T24:00:01Z",
        "2026-07-01T10:60:00Z",
        "2026-07-01T10:30:61Z",
        "2026-07-01x",
        "2026-07-01T",
        "0000-01-01",
        "2026-07",
        "\u0662\u0660\u0662\u0666-07-01",
    ],
)
def test_everything_else_holds_no_date(value):
    assert declaration_dates.read(value) is None


@given(st.text(max_size=30) | st.from_regex(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}.{0,8}"))
def test_no_text_breaks_the_reader(text):
    read = declaration_dates.read(text)
    assert read is None or read.written
