"""Files of worlds that tests of API v3 begin with."""

from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.v3.seeding import filling


def write_template(path):
    """Write the world that everybody begins with, its personas in it; return the path."""
    filling.write(
        path, Origin("template", "register", 1, {"personas": True, "participants": 0}, None, True)
    )
    return path
