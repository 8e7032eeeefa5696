"""Ids that a seed repeats."""

from hashlib import blake2b
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.store.ids import seeded_id


@given(st.integers(0, 2**40), st.sampled_from(["participant", "declaration"]), st.integers(1))
def test_an_id_is_the_uuid_4_of_a_digest(seed, kind, number):
    digest = blake2b(f"{seed}/{kind}/{number}".encode(), digest_size=16).digest()
    assert seeded_id(seed, kind, number) == str(UUID(bytes=digest, version=4))
