"""What the control API refuses, by field and rule."""

import re

from ecf_conformance.reply import Json
from ecf_conformance.v3.provider import Provider

_PROBLEM = re.compile(r"(?:#/(\w+))?.*?\((V3-[A-Z]+-\d+)\)\. ?")


def refuse(provider: Provider, method: str, path: str, said: Json, *why: str) -> str:
    """Require a 409 whose message has one sentence for each of `why`, in this order.

    Each is the field that the sentence begins with and the rule that it ends with, as in
    `started_on V3-REG-9`; the rule alone where no field is at fault. Return the message.
    """
    answer = provider.control(method, path, said, refused=409)
    assert answer["error"]["code"] == "conflict", answer
    message = str(answer["error"]["message"])
    told = [f"{field} {rule}".strip() for field, rule in _PROBLEM.findall(message)]
    assert told == list(why), f"{method} {path} is refused with {message!r}; expected {why}"
    return message
