"""Objections: answered, disputed, lifted, and what is written to meet them."""

from django.utils.translation import gettext_lazy as _

from circles.record.record_sentences.tails import BECAUSE
from circles.record.templates import sentences
from decisions.decisions.event_types import DecisionEvent

SENTENCES = {
    DecisionEvent.AMENDMENT_STARTED: sentences(_("{who} began an amendment of {thing}, after round {round}.")),
    DecisionEvent.OBJECTION_CHANGED: sentences(
        _("{who} changed answers in an objection to {thing}: {changed}."),
        _("{who} changed answers in an objection to {thing}."),
    ),
    DecisionEvent.OBJECTION_BECAME_CONCERN: sentences(_("{who} lets an objection to {thing} stay as a concern only.")),
    DecisionEvent.FACT_DISPUTED: sentences(
        _("{who} disputed a fact of an objection to {thing}: “{what}”. {action} is to check it."),
    ),
    DecisionEvent.OBJECTION_LIFTED: sentences(_("{who} lifted an objection to {thing}."), then=[BECAUSE]),
    DecisionEvent.OBJECTION_LIFTED_UNANSWERED: sentences(
        _("{who} lifted the objection of {person} to {thing}: it had stayed without an answer."), then=[BECAUSE]
    ),
    DecisionEvent.OBJECTION_REOPENED: sentences(_("{who} reopened an objection to {thing}."), then=[BECAUSE]),
}
