"""The sandbox inside a test's own process: what the pytest fixtures give, and what it raises."""

from ecf_sandbox.testing.engine import Engine
from ecf_sandbox.testing.entries import Entry, Message
from ecf_sandbox.testing.errors import (
    CannotStart,
    NoHttpClient,
    Refused,
    SandboxError,
    UnknownProvider,
    Unmarkable,
    UnreadableMoment,
)
from ecf_sandbox.testing.people import Participant
from ecf_sandbox.testing.sandbox import Sandbox
from ecf_sandbox.testing.settings import Settings

__all__ = [
    "CannotStart",
    "Engine",
    "Entry",
    "Message",
    "NoHttpClient",
    "Participant",
    "Refused",
    "Sandbox",
    "SandboxError",
    "Settings",
    "UnknownProvider",
    "Unmarkable",
    "UnreadableMoment",
]
