"""The APIs there are: the one place that knows all of them."""

from ecf_sandbox.engine.api import Apis
from ecf_sandbox.v1.api import V1

APIS = Apis(V1)


def all_apis() -> Apis:
    """Return them, for whoever has to be told by a function: a worker process."""
    return APIS
