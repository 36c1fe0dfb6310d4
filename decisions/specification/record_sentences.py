"""The events of clauses and baselines as sentences."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.record.templates import RecordedEvent, sentences, template
from decisions.specification.event_types import SpecificationEvent


def how_many(event: RecordedEvent) -> object:
    """Return how many clauses an event is about, in words."""
    count = event.facts.get("clauses")
    if not isinstance(count, int):
        return None
    return ngettext("one clause", "%(number)s clauses", count) % {"number": count}


SENTENCES = {
    SpecificationEvent.CLAUSE_MADE: sentences(_("{who} made the clause {thing}.")),
    SpecificationEvent.CLAUSE_DROPPED: sentences(_("{who} made {thing} plain text again; its key is not given again.")),
    SpecificationEvent.CLAUSE_DESCRIBED: sentences(_("{who} changed what is said about {thing}: {changed}.")),
    SpecificationEvent.CLAUSE_LOOKED_AT: sentences(
        _("{who} looked at {thing} after {parents} had changed: {look}."),
        _("{who} looked at {thing}: {look}."),
    ),
    SpecificationEvent.CLAUSE_BECAME: sentences(_("{decision} turned {thing} into {into}.")),
    SpecificationEvent.BASELINE_RATIFIED: sentences(
        template(_("{decision} ratified {number}: baseline {thing}."), covers=["clauses", "retired"]), number=how_many
    ),
    SpecificationEvent.SPECIFICATION_IMPORTED: sentences(
        template(_("{who} imported a specification from “{origin}”: {number}."), covers=["clauses"]), number=how_many
    ),
}
