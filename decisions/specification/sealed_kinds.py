"""What the record seals of the specification: the texts of clauses as decisions ratified them."""

from typing import Any

from django.db.models import QuerySet

from decisions.specification.models import Baseline, RatifiedText
from documents.documents.models import Document
from foundation.audit.row_seals import SealedKind


def ratified_in(thing: Any) -> QuerySet[RatifiedText] | None:
    """Find the texts of the baseline that an event was about."""
    return RatifiedText.objects.filter(baseline=thing) if isinstance(thing, Baseline) else None


SEALED_KINDS = (
    SealedKind(
        kind="ratified_text",
        model=RatifiedText,
        columns=("baseline_id", "clause_id", "title", "words", "nodes", "retires"),
        among=lambda project: RatifiedText.objects.filter(baseline__project=project),
        about=ratified_in,
        name=lambda text: f"{text.clause.key} ({text.baseline.number})",
        readable=lambda texts, user: texts.filter(clause__document__in=Document.objects.readable_by(user)),
    ),
)
