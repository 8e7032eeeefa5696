"""What a world of API v3 keeps in its file."""

from pathlib import Path

from ecf_sandbox.engine.store.session import Schema, Session


def _records() -> type[Session]:
    from ecf_sandbox.v3.store.records import Records  # noqa: PLC0415  # when first asked

    return Records


SCHEMA = Schema(version=4, tables=Path(__file__).with_name("schema.sql"), session=_records)
