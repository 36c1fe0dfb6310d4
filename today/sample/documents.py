"""The documents of the story: written by whom, when; their words are in `texts/*/documents/`."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from documents.markdown_in import update_of
from documents.models import Document, Log

if TYPE_CHECKING:
    from today.sample.story import Story

WRITTEN = (
    ("preessai-cem", "certification", "ines", -37, "16:10"),
    ("fournisseurs-panneaux", "achats", "karim", -33, "11:20"),
    ("accueil", "general", "fay", -12, "15:00"),
    ("dossier-ce", "certification", "ines", -12, "17:10"),
    ("essai-rotor", "prototype", "sami", -6, "16:30"),
    ("ferme-1", "terrain", "nora", -6, "18:30"),
    ("essai-multicellulaire", "hydraulique", "bo", -5, "14:45"),
    ("cout", "industrialisation", "olivier", -4, "11:40"),
    ("ferme-3", "terrain", "nora", -4, "18:10"),
    ("ferme-2", "terrain", "nora", -3, "18:50"),
    ("notice", "prototype", "thea", -2, "16:40"),
    ("risques", "certification", "ines", -2, "17:05"),
)
SPECIFICATION = ("ada", -54, "17:00")


def plan(story: "Story") -> None:
    """Plan when each is written."""
    by, day, clock = SPECIFICATION
    story.on(day, clock, write_specification, by)
    for key, circle, author, on, time in WRITTEN:
        story.on(on, time, write, key, circle, author)


def write(story: "Story", key: str, circle: str, by: str, at: datetime) -> None:
    """Make one document."""
    title, body = story.texts.document(key)
    story.things[key] = Document.create(
        story.circles[circle], title, by=story.people[by], at=at, content=update_of(body)
    )


def write_specification(story: "Story", by: str, at: datetime) -> None:
    """Fill the specification that the project came with."""
    _title, body = story.texts.document("specification")
    document = Document.objects.in_project(story.project).get(genre=Document.Genre.SPECIFICATION)
    log = Log.objects.select_for_update().get(pk=document.pk)
    log.updates.create(
        seq=log.seq + 1, message_id=uuid.uuid4().hex, user=story.people[by], data=update_of(body), received_at=at
    )
    log.seq, log.edited_at = log.seq + 1, at
    log.save()
    story.things["specification"] = document
