"""`python -m ecf_sandbox` is `ecf-sandbox`, where that command is not on the path."""

from ecf_sandbox.cli import main

main(prog_name="python -m ecf_sandbox")
