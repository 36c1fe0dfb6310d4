"""A team with a circle below, and a sync that it holds."""

from datetime import timedelta

from circles.circles.models import Circle
from daily.syncs.models import AgendaItem, Sync
from daily.syncs.workflows.opening import open_sync
from decisions.actions.models import Action
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.audit import clock
from tests.factories import a_person, a_project


class Team:
    """Ada pilots the general circle, fay facilitates, bo is in it, nora is in a circle below, eve is outside."""

    def __init__(self) -> None:
        self.ada, self.bo, self.fay, self.nora, self.eve = (
            a_person(name) for name in ("Ada", "Bo", "Fay", "Nora", "Eve")
        )
        self.general: Circle = a_project(self.ada).circles.general()
        self.general.admit(self.bo, by=self.ada)
        self.general.admit(self.fay, by=self.ada, roles=["facilitator"])
        self.field = self.general.open_circle("Field", by=self.ada)
        self.field.admit(self.nora, by=self.ada)
        self.here = f"/p/{self.general.project.slug}/"

    def sync(self) -> Sync:
        """Hold a sync with a batch, a late action and a point."""
        at = clock.now() - timedelta(days=12)
        proposal = Proposal.propose(
            self.general, by=self.ada, tension="Heavy", text="Lighter.", reversibility="irreversible", at=at
        )
        round_ = open_round(proposal, by=self.ada, at=at)
        for person in (self.bo, self.fay):
            take_position(round_, "no_objection", by=person, at=at)
        Action.make(self.general, "Measure", by=self.ada, owner=self.bo, due_on=at.date())
        AgendaItem.add(self.general, "Photos", by=self.bo)
        return open_sync(self.general, by=self.fay)
