"""Register decisions with the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    """Proposals, rounds of consent, and the register."""

    name = "decisions"
    verbose_name = _("Decisions")

    def ready(self) -> None:
        """Say what `P-24` and `D-12` mean; show decisions in the rail, on the map, on a circle's page."""
        from circles import registries
        from circles.changes.estates import estate_of
        from decisions import floor, searched
        from decisions.forms import picking
        from decisions.models import Citation, ConcernLook, Position
        from decisions.models.proposals.ending import settle_what_costs
        from decisions.register import citing
        from decisions.telling import DEEDS

        registries.refer("P", floor.find_proposal)
        registries.refer("D", floor.find_decision)
        registries.tell_by(DEEDS)
        registries.read_as("position", Position.Kind)
        registries.read_as("came_true", ConcernLook.CameTrue)
        registries.tally("decisions", floor.how_many)
        registries.weigh("open", floor.open_by_circle)
        registries.weigh("waiting", floor.waiting_by_circle)
        registries.choose("decision", picking.decisions_for)
        registries.sign("objection", floor.objected)
        registries.sign("late", floor.overdue_reviews)
        registries.show_on_map(registries.Panel("decisions", 10, floor.card))
        registries.on("limit changed", floor.reroute)
        registries.on("money changed", floor.reroute_what_costs)
        registries.on("money wanted", settle_what_costs)
        registries.on("element changing", floor.keep_elements_relied_on)
        registries.on("drawing on a decision", floor.refuse_suspended)
        registries.keep(estate_of("proposals", floor.undecided_in, floor.proposals_go))
        registries.show(registries.Panel("decisions", 10, floor.panel))
        registries.word("proposal", searched.PROPOSALS)
        registries.word("decision", searched.DECISIONS)
        registries.on("worded", Citation.keep)
        registries.on("tied", Citation.follow)
        registries.on("words renewed", citing.renew)
