"""Handlers of the rules: what the ids in the journal say."""

from dataclasses import asdict

from ecf_sandbox.engine import rulebook
from ecf_sandbox.engine.http.control.replies import not_found, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.replies import Reply


def list_rules(request: ControlRequest) -> Reply:
    """Show every rule of the world's API."""
    return ok({"rules": [asdict(each) for each in rulebook.read(request.rules).values()]})


def get_rule(request: ControlRequest) -> Reply:
    """Show one of them."""
    asked = request.path["rule"]
    rule = rulebook.read(request.rules).get(asked)
    if rule is None:
        raise not_found(f"rule {asked:.80} of this world's API")
    return ok(asdict(rule))


HANDLERS = {"listRules": list_rules, "getRule": get_rule}
