"""The document that a topic is about, or in which the thing stands that it is about: who may not read that document may
not read the talk either.
"""

from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from documents.models import Document
from documents.models.document import DocumentQuerySet
from documents.models.restriction import RestrictionQuerySet
from documents.things_inside import ThingsInside
from web.extension_registry import merged

DOCUMENT = "document"
"""Kind of thing that is a document itself."""


def about_held(held: RestrictionQuerySet, prefix: str) -> models.Q:
    """Return the condition that a topic is about a document with one of these restrictions, or about what stands in
    one. `prefix` leads to the topic.
    """
    kind, thing = models.OuterRef(f"{prefix}thing_kind"), models.OuterRef(f"{prefix}thing")
    of_document = models.Q(**{f"{prefix}thing_kind": DOCUMENT})  # of other talk the restrictions need not be read
    found = of_document & models.Q(models.Exists(held.on(thing)))
    for name, inside in merged(ThingsInside).items():
        # Only where the kind says so is the thing a number: PostgreSQL refuses to read another as one.
        key = models.Case(models.When(Exact(kind, name), then=Cast(thing, models.BigIntegerField())))
        rows = inside.rows.filter(pk=key, **{f"{inside.document}__restrictions__in": held})
        found |= models.Q(**{f"{prefix}thing_kind": name}) & models.Q(models.Exists(rows))
    return found


def documents_of(kind: str, thing: str) -> DocumentQuerySet:
    """Find the document that a thing is, or in which it stands."""
    if kind == DOCUMENT:
        return Document.objects.filter(pk=thing)
    inside = merged(ThingsInside).get(kind)
    if inside is None:
        return Document.objects.none()
    return Document.objects.filter(pk__in=inside.rows.filter(pk=thing).values(inside.document))
