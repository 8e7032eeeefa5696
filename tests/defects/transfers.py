"""Defects of transfers: whose record and whose declaration is whose."""

from ecf_sandbox.v1.domain.participants import TrainingStatus
from ecf_sandbox.v1.store import additions, listing
from ecf_sandbox.v1.store.records import Records
from tests.defects import defect
from tests.kit.breaking import switch


@defect("PART-3")
def a_transfer_moves_the_old_record(patch):
    """The new provider's school shows with the old one too."""
    true = additions.open_record

    def open_record(store, person, provider, placement, **how):
        opened = true(store, person, provider, placement, **how)
        store.db.execute("UPDATE records SET school_urn = ?", (placement.school_urn,))
        return opened

    patch.setattr(additions, "open_record", open_record)


@defect("PART-3", also="DECL-11")
def a_transfer_ends_the_old_training(patch):
    """The old provider's record becomes withdrawn."""
    true = additions.open_record

    def open_record(store, person, provider, placement, *, at, transferred=False):
        if transferred:
            withdrawn = (TrainingStatus.WITHDRAWN, at)
            store.db.execute("UPDATE records SET training_status = ?, withdrawn_at = ?", withdrawn)
        return true(store, person, provider, placement, at=at, transferred=transferred)

    patch.setattr(additions, "open_record", open_record)


@defect("LIST-5")
def the_guidance_lists_what_earlier_providers_declared(patch):
    """The guidance edition lists it too."""
    switch(patch, "guidance", lists_earlier_providers=True)


@defect("LIST-5")
def the_service_lists_ones_own_alone(patch):
    """The service edition leaves it out."""
    switch(patch, "service", lists_earlier_providers=False)


@defect("LIST-5")
def what_earlier_providers_voided_is_listed(patch):
    """The state of what earlier providers declared does not matter."""
    patch.setattr(
        listing,
        "_EARLIER_PROVIDERS",
        listing._EARLIER_PROVIDERS.replace("e.voided_at IS NULL", "1"),
    )


@defect("AUTH-4", also="LIST-5 PART-3")
def what_is_listed_can_be_read(patch):
    """Any provider's declaration is found by id."""
    true = Records.declaration

    def declaration(self, declaration_id, provider):
        found = (true(self, declaration_id, each) for each in (provider, *self.provider_keys))
        return next(filter(None, found), None)

    patch.setattr(Records, "declaration", declaration)
