"""What the department would query of somebody, as the control API tells."""

from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.v3.provider import Provider


def advisories(provider: Provider, rule: str, about: Participant | str) -> list[str]:
    """Return what is told by a rule, now, of a provider's participant, school or partnership."""
    id_ = about if isinstance(about, str) else about.id
    told: Json = provider.control("GET", f"/advisories?provider={provider.slug}")["advisories"]
    found = [each for each in told if each["rule"] == rule and id_ in each.values()]
    for each in found:
        assert each["provider"] == provider.slug, each
        assert each["what"], each
        assert each["why"], each
    return [each["what"] for each in found]


def is_told(provider: Provider, rule: str, about: Participant | str) -> bool:
    """Return whether a rule tells of somebody or something now."""
    return bool(advisories(provider, rule, about))
