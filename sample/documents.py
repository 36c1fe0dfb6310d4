"""The documents of the story: who wrote which part of each, and when; their words are in `texts/*/documents/`."""

import re
import uuid
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from circles.models import Project
from documents.content.markdown_reader import nodes_of
from documents.content.nodes import Node, insert_tree
from documents.models import Document, Log
from sample.story import Story

type Hand = tuple[str, int, str]
"""Who wrote a part, on which working day, at what time."""

NEXT_HAND = "<!-- hand -->"
"""Stands in the texts where what the next person wrote begins. The first part is the oldest, the others come in any
order.
"""

_REFERENCE = re.compile(r"\b([DP])-(\d+)\b")
_PAGES = {"D": "decisions:decision", "P": "decisions:proposal"}

WRITTEN: dict[str, tuple[str, tuple[Hand, ...]]] = {
    "essai-membrane": (
        "hydraulique",
        (("bo", -33, "16:40"), ("sami", -29, "17:50"), ("bo", -28, "10:50")),
    ),
    "preessai-cem": (
        "certification",
        (("ines", -37, "16:10"), ("marc", -36, "09:35"), ("ines", -36, "11:50"), ("quentin", -35, "14:20")),
    ),
    "fournisseurs-panneaux": (
        "achats",
        (("karim", -33, "11:20"), ("ines", -32, "15:15"), ("marc", -9, "16:30"), ("karim", -8, "09:30")),
    ),
    "bache": (
        "hydraulique",
        (("bo", -29, "10:05"), ("ines", -28, "16:45"), ("nora", -26, "18:05"), ("bo", -24, "09:30")),
    ),
    "essai-rotor": (
        "hydraulique",
        (("bo", -43, "11:35"), ("sami", -6, "16:30"), ("marc", -6, "17:45"), ("bo", -1, "08:30"), ("bo", -5, "10:10")),
    ),
    "cout": (
        "industrialisation",
        (("olivier", -23, "11:40"), ("olivier", -3, "08:45"), ("karim", -19, "15:30"), ("olivier", -2, "16:25")),
    ),
    "telemesure": (
        "numerique",
        (("quentin", -22, "11:15"), ("nora", -20, "18:20"), ("quentin", -18, "10:40"), ("ines", -16, "14:50")),
    ),
    "reparation": (
        "prototype",
        (("sami", -21, "16:15"), ("sami", -17, "15:50"), ("lea", -15, "11:05"), ("nora", -8, "18:40")),
    ),
    "formation": (
        "terrain",
        (("nora", -19, "17:10"), ("sami", -18, "08:50"), ("nora", -14, "17:45")),
    ),
    "fiche-client": (
        "marche",
        (("paula", -3, "14:15"), ("paula", -3, "15:05"), ("nora", -2, "09:40")),
    ),
    "ferme-1": (
        "terrain",
        (
            ("nora", -37, "18:30"), ("nora", -3, "10:05"), ("nora", -3, "10:25"),
            ("sami", -5, "17:05"), ("nora", -5, "18:30"),
        ),
    ),
    "ferme-2": (
        "terrain",
        (
            ("nora", -36, "18:50"), ("nora", -3, "18:45"), ("sami", -10, "17:30"),
            ("nora", -3, "18:50"), ("sami", -2, "15:20"),
        ),
    ),
    "ferme-3": (
        "terrain",
        (("nora", -24, "18:10"), ("nora", -13, "18:35"), ("nora", -4, "18:10")),
    ),
    "accueil": (
        "general",
        (("fay", -16, "15:00"), ("ada", -12, "09:50"), ("sami", -11, "16:40")),
    ),
    "die": (
        "marche",
        (("paula", -14, "15:05"), ("paula", -13, "10:30"), ("olivier", -9, "13:40"), ("paula", -4, "11:30")),
    ),
    "poussiere": (
        "prototype",
        (("fay", -12, "17:10"), ("sami", -7, "08:25"), ("lea", -7, "16:30")),
    ),
    "dossier-ce": (
        "certification",
        (("ines", -12, "17:10"), ("marc", -10, "11:25"), ("karim", -8, "14:10"), ("ines", -6, "16:00")),
    ),
    "risques": (
        "certification",
        (("ines", -12, "17:55"), ("ines", -2, "17:05"), ("nora", -2, "17:50"), ("fay", -1, "11:35")),
    ),
    "batteries": (
        "electronique",
        (
            ("marc", -8, "18:30"), ("bo", -7, "10:20"), ("quentin", -4, "16:35"), ("ines", -1, "16:40"),
            ("karim", 0, "09:20"),
        ),
    ),
    "serie": (
        "industrialisation",
        (("olivier", -7, "11:20"), ("fay", -2, "11:05"), ("olivier", -1, "15:10")),
    ),
    "essai-multicellulaire": (
        "hydraulique",
        (("bo", -16, "14:45"), ("sami", -5, "14:45"), ("thea", -4, "16:20")),
    ),
    "notice": (
        "prototype",
        (("thea", -6, "16:40"), ("thea", -2, "16:45"), ("lea", -1, "09:30"), ("thea", -1, "13:15")),
    ),
    "atelier": (
        "prototype",
        (("sami", -2, "12:15"), ("lea", -2, "13:35"), ("thea", -2, "13:50")),
    ),
    "tresorerie": (
        "general",
        (("rose", -1, "08:50"), ("rose", -1, "11:35"), ("ada", -1, "14:05")),
    ),
}  # fmt: skip
"""By key: the circle it belongs to, and the hands of its parts in the order of the text."""

SPECIFICATION: tuple[Hand, ...] = (
    ("ada", -54, "17:00"), ("karim", -31, "11:30"), ("marc", -46, "10:20"), ("lea", -7, "15:20"),
    ("marc", -44, "15:05"), ("bo", -40, "16:40"), ("quentin", -17, "08:58"), ("bo", -36, "15:30"),
    ("lea", -10, "14:20"), ("ines", -12, "10:45"), ("lea", -30, "09:40"), ("karim", -8, "16:10"),
    ("ines", -35, "17:20"), ("olivier", -33, "13:50"), ("sami", -3, "16:05"), ("fay", -4, "15:55"),
)  # fmt: skip


def plan(story: Story) -> None:
    """Plan when each part is written."""
    for key, (circle, hands) in WRITTEN.items():
        for part, (by, day, time) in enumerate(hands):
            story.on(day, time, write, key, circle, part, by)
    for part, (by, day, time) in enumerate(SPECIFICATION):
        story.on(day, time, write, "specification", "general", part, by)


def parts_of(body: str) -> list[str]:
    """Divide a text where another hand begins."""
    return body.split(f"\n{NEXT_HAND}\n")


def linked(project: Project, body: str) -> str:
    """Let each decision and proposal that a text names lead to its page, as people link them while writing."""

    def link(found: re.Match[str]) -> str:
        return f"[{found[0]}]({reverse(_PAGES[found[1]], args=[project.slug, found[2]])})"

    return _REFERENCE.sub(link, body)


def write(story: Story, key: str, circle: str, part: int, by: str, at: datetime) -> None:
    """Write one part where it belongs, into a document that is made with its first one."""
    title, body = story.texts.document(key)
    nodes = nodes_of(linked(story.project, parts_of(body)[part]))
    sizes: dict[int, int] = story.things.setdefault(f"parts of {key}", {})
    place = sum(size for number, size in sizes.items() if number < part)
    sizes[part] = len(nodes)
    if part == 0 and key == "specification":  # the project came with it
        story.things[key] = Document.objects.in_project(story.project).get(genre=Document.Genre.SPECIFICATION)
    elif part == 0:
        story.things[key] = Document.create(story.circles[circle], title, by=story.people[by], at=at)
    put(story.things[key], nodes, place, by=story.people[by], at=at)


def put(document: Document, nodes: list[Node], place: int, *, by: User, at: datetime) -> None:
    """Let somebody write blocks into a document, before the one that has this place."""
    log = Log.objects.select_for_update().get(pk=document.pk)
    data = insert_tree(log.read().updates, nodes, place)
    log.seq, log.edited_at = log.seq + 1, at
    log.updates.create(seq=log.seq, message_id=uuid.uuid4().hex, user=by, data=data, received_at=at)
    log.save()
