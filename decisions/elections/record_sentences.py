"""The events of elections as sentences."""

from django.utils.translation import gettext_lazy as _

from circles.record.labels import fact_value
from circles.record.record_sentences.tails import BECAUSE
from circles.record.templates import RecordedEvent, cited, sentences
from decisions.elections.event_types import ElectionEvent


def role(event: RecordedEvent) -> object:
    """Name the role in the reader's language."""
    return fact_value("role", event.facts["role"]) if event.facts.get("role") else None


SENTENCES = {
    ElectionEvent.BEGUN: sentences(_("{who} began the election of a role in {circle_there}: {role}."), role=role),
    ElectionEvent.NOMINATED: sentences(_("{who} nominated someone in {circle_there} for the role: {role}."), role=role),
    ElectionEvent.CHANGE_ROUND_OPENED: sentences(
        _("{who} opened the change round in {circle_there} for the role: {role}."), role=role
    ),
    ElectionEvent.CANDIDATE_PROPOSED: sentences(
        _("{who} put {person} to consent by {proposal} for the role: {role}."),
        _("{who} put someone to consent by {proposal} for the role: {role}."),
        role=role,
        proposal=cited("proposal"),
    ),
    ElectionEvent.FILLED: sentences(
        _("{person} was elected in {circle_there} by {decision}: {role}."),
        _("Someone was elected in {circle_there} by {decision}: {role}."),
        role=role,
        decision=cited("decision"),
    ),
    ElectionEvent.ENDED: sentences(
        _("{who} ended the election of a role in {circle_there}: {role}."), then=[BECAUSE], role=role
    ),
}
