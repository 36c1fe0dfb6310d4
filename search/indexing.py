"""Keeps the texts to search in step with the things they are of."""

from collections.abc import Iterable
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet, UUIDField
from django.db.models.functions import Cast

from circles.domain_events import TextsChanged, TextsReindexed
from circles.extension_points import search_texts
from circles.models import Project
from circles.thing_parts import SearchTexts
from search.models import Text
from search.stems import stems_of
from web.extension_registry import publish

AT_ONCE = 500


def index_texts(event: TextsChanged) -> None:
    """Write what a thing is found by now, inside the transaction of the event that was recorded about it."""
    thing, texts = event.thing, event.texts
    stems, key = stems_of(texts), {"kind": thing.kind, "thing": key_of(thing.pk)}
    text, is_new = Text.objects.get_or_create(defaults={"project_id": thing.record_id, "stems": stems}, **key)
    if not is_new and text.stems != stems:
        text.stems = stems
        text.save(update_fields=["stems"])


def answering(found: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Keep the things whose texts have all the words typed, in any of their forms; those must be kept for the kind."""
    kind, is_uuid = str(found.model._meta.model_name), isinstance(found.model._meta.pk, UUIDField)
    keys = Text.objects.of_kind(kind).answering(typed)
    return found.filter(pk__in=keys.values(key=Cast("thing", UUIDField() if is_uuid else BigIntegerField())))


def key_of(pk: object) -> str:
    """Return a primary key as the index keeps it: as both databases read it back."""
    return pk.hex if isinstance(pk, UUID) else str(pk)


def reindex(project: Project) -> int:
    """Write the texts of a project anew, and what else follows from words, all or none; returns how many texts."""
    with transaction.atomic():
        Text.objects.filter(project=project).delete()
        number = sum(_write(project, wording) for wording in search_texts().values())
        publish(TextsReindexed(project=project))
    return number


def _write(project: Project, wording: SearchTexts) -> int:
    """Write the texts of all things of a kind."""
    number = 0
    things: Iterable[Any] = wording.things(project).iterator(chunk_size=AT_ONCE)
    for some in batched(things, AT_ONCE, strict=False):
        rows = [
            Text(project=project, kind=thing.kind, thing=key_of(thing.pk), stems=stems_of(texts))
            for thing, texts in wording.read(list(some))
        ]
        number += len(Text.objects.bulk_create(rows))
    return number
