"""The decisions that explain a circle: those that others name most."""

from itertools import batched
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Concat

from circles.projects.domain_events import ContentWritten, TextsChanged, TextsReindexed
from circles.projects.thing_parts import search_texts
from decisions.decisions.models import Citation, Decision
from decisions.decisions.models.register.citation import numbers_in

TEN = 10
AT_ONCE = 500


def explaining(found: Any) -> QuerySet[Decision]:
    """Return of some decisions the ten that most things name, the most named first; `cited` is by how many.

    Decisions that nothing names explain nothing.
    """
    cited = Count(Concat("citations__kind", "citations__thing"), distinct=True)
    named: Any = found.filter(citations__isnull=False).annotate(cited=cited)
    ten: QuerySet[Decision] = named.order_by("-cited", "-number")[:TEN]
    return ten


def follow_written(event: ContentWritten) -> None:
    """Say which decisions things name now of whose words no entry of the record tells: clauses, imported topics."""
    kind = event.things[0].kind if event.things else ""
    if not (texts_of := search_texts().get(kind)):
        return
    things = [str(thing.pk) for thing in event.things]
    naming = set(Citation.objects.filter(kind=kind, thing__in=things, link=None).values_list("thing", flat=True))
    for thing, texts in texts_of.read(list(event.things)):
        if str(thing.pk) in naming or numbers_in(texts):  # most of a specification names none, nor did before
            Citation.follow_texts(TextsChanged(thing=thing, texts=texts))


def renew(event: TextsReindexed) -> None:
    """Say anew which decisions the things of a project name; inside the caller's transaction."""
    project = event.project
    pairs = (
        pair
        for kind, texts_of in search_texts().items()
        if kind != Decision._meta.model_name
        for some in batched(texts_of.things(project).iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False)
        for pair in texts_of.read(list(some))
    )
    Citation.renew(project, pairs)
