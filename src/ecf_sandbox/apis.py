"""The APIs there are: the one place that knows all of them."""

from ecf_sandbox.engine.api import Apis
from ecf_sandbox.v1.api import V1
from ecf_sandbox.v3.api import V3

APIS = Apis(V1, V3)


def all_apis() -> Apis:
    """Return them, for whoever has to be told by a function: a worker process."""
    return APIS
