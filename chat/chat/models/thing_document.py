"""The document that a topic is about, or in which the thing stands that it is about: who may not read that document may
not read the talk either.
"""

from typing import Any

from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from chat.chat.models.topic_head import TopicHead
from documents.documents.models import Document
from documents.documents.models.document import DocumentQuerySet
from documents.documents.models.restriction import RestrictionQuerySet, without_hyphens
from documents.documents.things_inside import ThingsInside
from foundation.web.extension_registry import merged

DOCUMENT = "document"
"""Kind of thing that is a document itself."""
SAID = {"message": "topic__messages", "topic": "topic"}
"""By kind of what was said, how the head of its topic leads to it: it is answered there now, but once could have a
topic of its own."""


def about_held(held: RestrictionQuerySet, prefix: str) -> models.Q:
    """Return the condition that a topic is about a document with one of these restrictions, about what stands in
    one, or about what was said of either. `prefix` leads to the topic.
    """
    found = _in_held(held, prefix)
    for name, path in SAID.items():
        heads = TopicHead.objects.filter(_in_held(held, "topic__"), **{path: _key(prefix, name, models.UUIDField())})
        found |= models.Q(**{f"{prefix}thing_kind": name}) & models.Q(models.Exists(heads))
    return found


def _in_held(held: RestrictionQuerySet, prefix: str) -> models.Q:
    thing = models.OuterRef(f"{prefix}thing")
    of_document = models.Q(**{f"{prefix}thing_kind": DOCUMENT})  # of other talk the restrictions need not be read
    found = of_document & models.Q(models.Exists(held.on(thing)))
    for name, inside in merged(ThingsInside).items():
        key = _key(prefix, name, models.BigIntegerField())
        rows = inside.rows.filter(pk=key, **{f"{inside.document}__restrictions__in": held})
        found |= models.Q(**{f"{prefix}thing_kind": name}) & models.Q(models.Exists(rows))
    return found


def _key(prefix: str, kind: str, field: "models.Field[Any, Any]") -> models.Case:
    """Return the key of what a topic is about, only where that is of a kind: PostgreSQL refuses to read another so."""
    thing = models.OuterRef(f"{prefix}thing")
    words = without_hyphens(thing) if isinstance(field, models.UUIDField) else thing
    return models.Case(models.When(Exact(models.OuterRef(f"{prefix}thing_kind"), kind), then=Cast(words, field)))


def documents_of(kind: str, thing: str) -> DocumentQuerySet:
    """Find the document that a thing is, in which it stands, or of which it was said."""
    if kind == DOCUMENT:
        return Document.objects.filter(pk=thing)
    if kind in SAID:
        about = TopicHead.objects.filter(**{SAID[kind]: thing}).values_list("topic__thing_kind", "topic__thing").first()
        return documents_of(*about) if about else Document.objects.none()
    inside = merged(ThingsInside).get(kind)
    if inside is None:
        return Document.objects.none()
    return Document.objects.filter(pk__in=inside.rows.filter(pk=thing).values(inside.document))
