"""Handlers of delivery partners and their links (V3-REG-14)."""

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.replies import listed, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.domain.organisations import Link
from ecf_sandbox.v3.http.control.context import (
    path_id,
    path_year,
    reading_context,
    writing_context,
)
from ecf_sandbox.v3.service import delivery_partners
from ecf_sandbox.v3.service.delivery_partners import DeliveryPartnerRecord


def list_delivery_partners(request: ControlRequest) -> Reply:
    """List every delivery partner with its links."""
    with reading_context(request) as at:
        found = delivery_partners.delivery_partners(at)
        return listed({"delivery_partners": []}, map(_shown, found))


def add_delivery_partner(request: ControlRequest) -> Reply:
    """Add a delivery partner that nobody works with yet."""
    with writing_context(request) as at:
        return ok(_shown(delivery_partners.add(at, request.body["name"])), status=201)


def update_delivery_partner(request: ControlRequest) -> Reply:
    """Give a delivery partner another name."""
    with writing_context(request) as at:
        renamed = delivery_partners.rename(at, path_id(request), request.body["name"])
        return ok(_shown(renamed))


def link_delivery_partner(request: ControlRequest) -> Reply:
    """Let a provider work with a delivery partner in a year."""
    with writing_context(request) as at:
        return ok(_shown(delivery_partners.link(at, _link(request))))


def unlink_delivery_partner(request: ControlRequest) -> Reply:
    """Take a link away that no partnership uses."""
    with writing_context(request) as at:
        return ok(_shown(delivery_partners.unlink(at, _link(request))))


def _link(request: ControlRequest) -> Link:
    provider = request.path["provider"]
    return Link(provider, path_year(request), path_id(request))


def _shown(record: DeliveryPartnerRecord) -> Json:
    partner = record.delivery_partner
    return {
        "id": partner.id,
        "name": partner.name,
        "links": [
            {"provider": provider, "years": [str(year) for year in years]}
            for provider, years in record.links.items()
        ],
        "created_at": wire(partner.recorded_at),
        "updated_at": wire(record.updated_at),
    }


HANDLERS = {
    "listDeliveryPartners": list_delivery_partners,
    "addDeliveryPartner": add_delivery_partner,
    "updateDeliveryPartner": update_delivery_partner,
    "linkDeliveryPartner": link_delivery_partner,
    "unlinkDeliveryPartner": unlink_delivery_partner,
}
