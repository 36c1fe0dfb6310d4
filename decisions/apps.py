"""Register decisions with the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    """Proposals, rounds of consent, and the register."""

    name = "decisions"
    verbose_name = _("Decisions")

    def ready(self) -> None:
        """Say what `P-24` and `D-12` mean; show decisions in the rail, on the map, on a circle's page."""
        from circles import extension_points
        from circles.restructuring.transfer import estate_of
        from decisions import extension, search_texts
        from decisions.forms import autocomplete
        from decisions.models import Citation, ConcernLook, Position
        from decisions.models.proposals.ending import settle_what_costs
        from decisions.record_sentences import SENTENCES
        from decisions.register import most_cited

        extension_points.refer("P", extension.find_proposal)
        extension_points.refer("D", extension.find_decision)
        extension_points.tell_by(SENTENCES)
        extension_points.read_as("position", Position.Kind)
        extension_points.read_as("came_true", ConcernLook.CameTrue)
        extension_points.tally("decisions", extension.how_many)
        extension_points.weigh("open", extension.open_by_circle)
        extension_points.weigh("waiting", extension.waiting_by_circle)
        extension_points.choose("decision", autocomplete.decisions_for)
        extension_points.sign("objection", extension.objected)
        extension_points.sign("late", extension.overdue_reviews)
        extension_points.show_on_map(extension_points.Panel("decisions", 10, extension.card))
        extension_points.on("limit changed", extension.reroute)
        extension_points.on("money changed", extension.reroute_what_costs)
        extension_points.on("money wanted", settle_what_costs)
        extension_points.on("element changing", extension.keep_elements_relied_on)
        extension_points.on("drawing on a decision", extension.refuse_suspended)
        extension_points.keep(estate_of("proposals", extension.undecided_in, extension.proposals_go))
        extension_points.show(extension_points.Panel("decisions", 10, extension.panel))
        extension_points.word("proposal", search_texts.PROPOSALS)
        extension_points.word("decision", search_texts.DECISIONS)
        extension_points.on("worded", Citation.keep)
        extension_points.on("tied", Citation.follow)
        extension_points.on("words renewed", most_cited.renew)
