"""A world on real time keeps the time that freezegun sets."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time

PARTICIPANTS = "/api/v1/participants/ecf"
MARCH = datetime(2022, 3, 1, 10, tzinfo=UTC)

pytestmark = pytest.mark.ecf_sandbox(real_time=True)


def test_freeze_time_sets_the_date_of_the_world(either):
    client = either.client()
    with freeze_time("2022-03-01T10:00:00Z"):
        assert client.get(PARTICIPANTS).status_code == 200
        assert either.now == MARCH
    assert either.now > datetime(2026, 1, 1, tzinfo=UTC)
    assert either.journal[-1].world_date == MARCH


def test_frozen_time_that_ticks_ticks_in_the_world(either):
    with freeze_time("2022-03-01T09:59:59.900Z", tick=True):
        time.sleep(0.11)
        assert MARCH <= either.now < MARCH + timedelta(minutes=1)


def test_frozen_time_that_is_moved_moves_the_world(either):
    with freeze_time("2022-03-01T10:00:00Z") as frozen:
        frozen.tick(timedelta(hours=1))
        assert either.now == MARCH + timedelta(hours=1)
        frozen.move_to("2023-01-01")
        assert either.now == datetime(2023, 1, 1, tzinfo=UTC)


@pytest.mark.freeze_time("2022-03-01T10:00:00Z")
def test_the_mark_sets_the_date_too(either, started, freezer):
    who = either.participant()
    freezer.move_to("2022-03-02")
    answer = either.client().post("/api/v1/participant-declarations", json=started(who))
    assert answer.json()["data"]["attributes"]["updated_at"] == "2022-03-02T00:00:00Z"


@freeze_time("2022-03-01T10:00:00Z", real_asyncio=True)
def test_the_decorator_does_and_async_clients_too(either):
    async def asked():
        async with either.async_client() as client:
            return await client.get(PARTICIPANTS)

    assert asyncio.run(asked()).status_code == 200
    assert either.journal[-1].world_date == MARCH


@freeze_time("2022-03-01T10:00:00Z")
def test_what_waits_goes_on_waiting_in_real_time(either):
    either.fault(delay_ms=30, times=1)
    assert either.client().get(PARTICIPANTS).status_code == 200


def test_a_reset_leaves_the_world_on_real_time(either):
    either.travel_to("2025-01-01")
    either.reset()
    with freeze_time("2022-03-01T10:00:00Z"):
        assert either.now == MARCH


@pytest.mark.ecf_sandbox(real_time=False)
@freeze_time("2024-03-01")
def test_a_world_that_stands_still_is_left_alone(either):
    assert either.now == datetime(2021, 11, 25, 9, tzinfo=UTC)
