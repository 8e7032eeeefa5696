"""The sandbox inside a test's own process: what the pytest fixtures give, and what it raises."""

from ecf_sandbox.testing.engine import Engine
from ecf_sandbox.testing.entries import Entry, Message
from ecf_sandbox.testing.errors import (
    CannotStart,
    NoHttpClient,
    OtherApi,
    Refused,
    SandboxError,
    UnknownProvider,
    Unmarkable,
    UnreadableMoment,
)
from ecf_sandbox.testing.organisations import Partnership, School
from ecf_sandbox.testing.people import Participant
from ecf_sandbox.testing.sandbox import Sandbox
from ecf_sandbox.testing.settings import Settings

__all__ = [
    "CannotStart",
    "Engine",
    "Entry",
    "Message",
    "NoHttpClient",
    "OtherApi",
    "Participant",
    "Partnership",
    "Refused",
    "Sandbox",
    "SandboxError",
    "School",
    "Settings",
    "UnknownProvider",
    "Unmarkable",
    "UnreadableMoment",
]
