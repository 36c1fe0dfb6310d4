"""The documents of the story: who wrote which part of each, and when; their words are in `texts/*/documents/`."""

import re
from datetime import datetime

from django.urls import reverse

from across.sample.files import attach
from across.sample.story import Story
from circles.projects.models import Project
from documents.coediting.models import Log
from documents.documents.models import Document
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node, Run, insert_tree, read_tree
from documents.richtext.tree_edits import edit_into
from foundation.accounts.models import User

type Hand = tuple[str, int, str]
"""Who wrote a part, on which working day, at what time."""

NEXT_HAND = "<!-- hand -->"
"""Stands in the texts where what the next person wrote begins. The first part is the oldest, the others come in any
order.
"""

_REFERENCE = re.compile(r"(?<!-)\b([DP])-(\d+)\b")
_KEY = re.compile(r"^### SPEC-(\d+\.\d+) ", re.MULTILINE)
_MENTION = re.compile(r"@(?:action-(?P<action>[a-z]+)|thing-(?P<thing>[DP]-\d+)|(?P<person>[a-z]+))")
FILES = "files/"
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
            ("karim", 0, "09:26"),
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

OUTLINE: Hand = ("ada", -54, "17:00")
"""Who wrote the headings of all chapters before there was anything below them."""
SPECIFICATION: tuple[Hand, ...] = (
    OUTLINE, OUTLINE, ("karim", -33, "11:30"),
    OUTLINE, ("marc", -48, "10:20"), ("marc", -48, "10:50"), ("marc", -48, "15:05"),
    OUTLINE, ("bo", -40, "16:40"), OUTLINE, ("quentin", -17, "08:58"), OUTLINE, ("bo", -36, "15:30"),
    OUTLINE, ("lea", -12, "14:20"), OUTLINE, ("ines", -12, "10:45"),
    OUTLINE, ("lea", -33, "09:40"), ("karim", -33, "16:10"), OUTLINE, ("ines", -35, "17:20"),
    OUTLINE, ("olivier", -33, "13:50"), ("sami", -3, "16:05"), ("fay", -4, "15:55"),
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


def with_mentions(story: Story, body: str) -> str:
    """Mention whom and what a text names so: @bo, @action-KEY, @thing-D-4."""

    def mention(found: re.Match[str]) -> str:
        if found["person"]:
            person = story.people[found["person"]]
            return f"[@{person.name}](#person-{person.pk})"
        thing = found["thing"] or story.things[f"action {found['action']}"].reference
        return f"[{thing[:1]}\\-{thing[2:]}](#thing-{thing})"

    return _MENTION.sub(mention, body)


def with_files(story: Story, document: Document, nodes: list[Node], by: User, at: datetime) -> list[Node]:
    """Attach what stands in a text as a picture or a link of `files/KEY`, and show it in its place."""

    def shown(node: Node) -> Node:
        run = node.children[0] if len(node.children) == 1 else None
        link = run.marks.get("link", {}).get("href", "") if isinstance(run, Run) else ""
        source = str(node.attrs.get("src", "")) if node.kind == "image" else link
        if not source.startswith(FILES):
            return node
        file = attach(story, source.removeprefix(FILES), "document", document.pk, by=by, at=at)
        if node.kind == "image":
            return Node("image", {"file": file, "alt": node.attrs["alt"], "caption": node.attrs["title"]})
        return Node("attachment", {"file": file, "name": node.text()})

    return [shown(node) for node in nodes]


def write(story: Story, key: str, circle: str, part: int, by: str, at: datetime) -> None:
    """Write one part where it belongs, into a document that is made with its first one."""
    title, body = story.texts.document(key)
    if part == 0 and key == "specification":  # the project came with it
        story.things[key] = Document.objects.in_project(story.project).get(genre=Document.Genre.SPECIFICATION)
    elif part == 0:
        story.things[key] = Document.create(story.circles[circle], title, by=story.people[by], at=at)
    words = without_keys(as_first_written(story, parts_of(body)[part]))
    document, author = story.things[key], story.people[by]
    nodes = nodes_of(linked(story.project, with_mentions(story, words)))
    nodes = with_files(story, document, nodes, author, at)
    sizes: dict[int, int] = story.things.setdefault(f"parts of {key}", {})
    place = sum(size for number, size in sizes.items() if number < part)
    sizes[part] = len(nodes)
    insert_blocks(document, nodes, place, by=author, at=at)
    if _MENTION.search(words):
        process_quiet_text(document.pk, at=at)


def as_first_written(story: Story, body: str) -> str:
    """Return a text with the words that were changed later as they were at first."""
    for words in story.texts["margins"]["reworded"].values():
        body = body.replace(words["after"], words["before"])
    for key, words in story.texts["specification"]["clauses"].items():
        clause = re.compile(rf"^(### SPEC-{re.escape(key)} .+\n)[^#]*", re.MULTILINE)
        before = words["before"].strip().replace("\\", r"\\")
        body = clause.sub(rf"\1\n{before}\n\n", body)
    return body


def without_keys(body: str) -> str:
    """Return a text of the specification as people write it: the system gives its clauses their keys."""
    return _KEY.sub("### ", body)


def reword(story: Story, change: str, key: str, by: str, at: datetime) -> None:
    """Let someone change words of a document."""
    words, document = story.texts["margins"]["reworded"][change], story.things[key]
    nodes = reworded(document, words)
    append_update(document, edit_into(document.log.read().updates, nodes), by=story.people[by], at=at)


def reworded(document: Document, words: dict[str, str]) -> list[Node]:
    """Return what a document says with its words `before` become those `after`."""
    nodes = read_tree(Log(pk=document.pk).read().updates)
    if not sum(_replace(node, words["before"], words["after"]) for node in nodes):
        raise RuntimeError(f"{document} does not say “{words['before']}”")
    return nodes


def _replace(node: Node, before: str, after: str) -> int:
    """Change words in a node; return in how many places."""
    runs = [child for child in node.children if isinstance(child, Run) and before in child.text]
    for run in runs:
        run.text = run.text.replace(before, after)
    return len(runs) + sum(_replace(child, before, after) for child in node.nodes())


def insert_blocks(document: Document, nodes: list[Node], place: int, *, by: User, at: datetime) -> None:
    """Let someone write blocks into a document, before the one that has this place."""
    append_update(document, insert_tree(Log(pk=document.pk).read().updates, nodes, place), by=by, at=at)


def append_update(document: Document, data: bytes, *, by: User, at: datetime) -> None:
    """Keep an update of someone's in a document's log."""
    Log.objects.select_for_update().get(pk=document.pk).append(data, by=by, at=at)
