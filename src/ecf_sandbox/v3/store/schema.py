"""What a world of API v3 keeps in its file."""

from pathlib import Path

from ecf_sandbox.engine.store.session import Schema
from ecf_sandbox.v3.store.records import Records

SCHEMA = Schema(version=2, tables=Path(__file__).with_name("schema.sql"), session=Records)
