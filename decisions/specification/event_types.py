"""Event types of the specification, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class SpecificationEvent(EventType):
    """What the record keeps of clauses and baselines."""

    CLAUSE_MADE = "clause.made", _("made a clause")
    CLAUSE_DROPPED = "clause.dropped", _("made a clause plain text again")
    CLAUSE_DESCRIBED = "clause.described", _("changed what is said about a clause")
    CLAUSE_LOOKED_AT = "clause.looked_at", _("looked at a suspect clause")
    CLAUSE_BECAME = "clause.became", _("split or merged a clause")
    BASELINE_RATIFIED = "baseline.ratified", _("ratified clauses")
    SPECIFICATION_IMPORTED = "specification.imported", _("imported a specification")


class ClauseNotice(EventType):
    """Reasons for a notice that no entry of the record stands behind: what people write is not recorded."""

    SUSPECT = "clause.suspect", _("changed what your clause comes from")
