"""Write a template of a v3 world: `python -m ecf_sandbox.v3.seeding`."""

from ecf_sandbox.engine import templates
from ecf_sandbox.v3.seeding import filling

if __name__ == "__main__":
    templates.main("ecf_sandbox.v3.seeding", filling.write)
