"""What goes wrong when a test asks for something that cannot be.

SandboxError
  CannotStart         no sandbox, for a reason of this machine
  NoHttpClient        `client()` needs httpx2 or httpx
  OtherApi            a school or a partnership in a world of API v1
  Refused             the control API says no; `code` is its word for why
  UnknownProvider     a LookupError
  Unmarkable          a mark that says of a world what none can be
  UnreadableMoment    a ValueError: not a moment, or one without a time zone
"""


class SandboxError(Exception):
    """Base of all of them."""


class CannotStart(SandboxError):
    """There is no sandbox to test against."""


class NoHttpClient(SandboxError):
    """No HTTP client is installed that the sandbox can set up."""


class OtherApi(SandboxError):
    """The world's API has no such thing."""


class Refused(SandboxError):
    """The control API refuses what a test asks; `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnknownProvider(SandboxError, LookupError):
    """No lead provider of the world is called that."""


class Unmarkable(SandboxError):
    """A mark asks for what no world has."""


class UnreadableMoment(SandboxError, ValueError):
    """A date that says no moment."""
