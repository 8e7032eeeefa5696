"""Write a template of a v1 world: `python -m ecf_sandbox.v1.seeding`."""

from ecf_sandbox.engine import templates
from ecf_sandbox.v1.seeding import filling

if __name__ == "__main__":
    templates.main("ecf_sandbox.v1.seeding", filling.write)
