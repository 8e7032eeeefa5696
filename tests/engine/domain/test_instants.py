"""Instants, as text and back (DECL-3, FMT-3, LIST-3, TIME-1)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import (
    DAY,
    instant,
    midnight,
    moment,
    parse_date,
    parse_date_time,
    wire,
)

WIDEST = 14 * 60
PARSED = pytest.mark.rule("DECL-3", "LIST-3", "TIME-1")

moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis asks for bounds without a zone
offsets = st.integers(-WIDEST, WIDEST)
marks = st.tuples(st.sampled_from("Tt"), st.sampled_from(".,"), st.sampled_from("Zz"))


@PARSED
@given(moments, offsets, marks)
def test_a_moment_is_read_in_every_spelling(at, offset, marks):
    mark, point, zulu = marks
    local = at.astimezone(timezone(timedelta(minutes=offset)))
    text = f"{local:%Y-%m-%d}".rjust(10, "0") + f"{mark}{local:%H:%M:%S}{point}{at.microsecond:06}"
    zone = f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
    assert moment(parse_date_time(text + zone)) == at
    if offset == 0:
        assert parse_date_time(text) == parse_date_time(text + zulu) == instant(at)


@PARSED
@given(moments, st.text("0123456789", min_size=1, max_size=40))
def test_a_fraction_is_cut_to_microseconds(at, fraction):
    text = f"{at:%Y-%m-%dT%H:%M:%S}".rjust(19, "0")
    expected = at.replace(microsecond=int(fraction[:6].ljust(6, "0")))
    assert moment(parse_date_time(f"{text}.{fraction}Z")) == expected


@PARSED
@given(st.data())
def test_one_wrong_character_is_refused(data):
    text = "2021-11-25T09:10:11.5+01:00"
    place = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.characters().filter(lambda each: not each.isascii() or not each.isalnum()))
    assume(wrong not in "+-.," or text[place] not in "+-.,")
    assert not is_read(parse_date_time, text[:place] + wrong + text[place + 1 :])


@PARSED
@given(st.text(max_size=40))
def test_any_other_text_is_refused(text):
    assume(not text[:4].isdecimal())
    assert not is_read(parse_date_time, text)
    assert not is_read(parse_date, text)


@PARSED
@pytest.mark.parametrize(
    ("hour", "minute", "second", "exists"),
    [
        pytest.param(23, 59, 59, True, id="the last second"),
        pytest.param(24, 0, 0, False, id="24:00"),
        pytest.param(9, 60, 0, False, id="minute 60"),
        pytest.param(23, 59, 60, False, id="second 60"),
        pytest.param(0, 0, 0, True, id="the first second"),
    ],
)
def test_a_time_of_day_must_exist(hour, minute, second, exists):
    text = f"2021-11-25T{hour:02}:{minute:02}:{second:02}Z"
    assert is_read(parse_date_time, text) is exists


@PARSED
@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_day_must_exist(year, month, day):
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        expected = midnight(date(year, month, day))
    except ValueError:
        assert not is_read(parse_date, text)
        assert not is_read(parse_date_time, f"{text}T09:00:00Z")
    else:
        assert parse_date(text) == parse_date_time(f"{text}T00:00:00Z") == expected
        assert expected % DAY == 0


@PARSED
@pytest.mark.parametrize(
    ("offset", "accepted"),
    [
        pytest.param("+14:00", True, id="the widest east"),
        pytest.param("-14:00", True, id="the widest west"),
        pytest.param("+14:01", False, id="a minute wider east"),
        pytest.param("-14:01", False, id="a minute wider west"),
        pytest.param("+15:00", False, id="an hour wider"),
        pytest.param("-00:00", True, id="minus nothing"),
        pytest.param("+00:59", True, id="59 minutes"),
        pytest.param("+00:60", False, id="60 minutes"),
        pytest.param("+01", False, id="hours alone"),
        pytest.param("+0100", False, id="no colon"),
        pytest.param("+1:00", False, id="one digit"),
        pytest.param("Z+01:00", False, id="two zones"),
        pytest.param(" Z", False, id="a space"),
        pytest.param(" +01:00", False, id="a space before an offset"),
        pytest.param("GMT", False, id="a name"),
        pytest.param("Z\n", False, id="a line feed after it"),
    ],
)
def test_an_offset_has_hours_and_minutes_up_to_fourteen(offset, accepted):
    assert is_read(parse_date_time, f"2021-11-25T09:00:00{offset}") is accepted


@pytest.mark.rule("FMT-3")
@given(moments)
def test_an_instant_goes_out_in_utc_to_the_second(at):
    text = wire(instant(at))
    assert len(text) == len("2021-11-25T09:00:00Z")
    assert moment(parse_date_time(text)) == at.replace(microsecond=0)


@pytest.mark.rule("FMT-3")
@given(moments, moments)
def test_instants_keep_the_order_of_time(one, other):
    assert (instant(one) < instant(other)) == (one < other)
    assert instant(other) - instant(one) == (other - one) // timedelta(microseconds=1)


def is_read(parse, text):
    try:
        parse(text)
    except ValueError:
        return False
    return True
