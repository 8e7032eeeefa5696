"""`python -m ecf_conformance` is `ecf-conformance`, where that command is not on the path."""

from ecf_conformance.cli import main

main("python -m ecf_conformance")
