"""The specification of the story: what becomes a clause when, whose, of which kind and from which; what changes."""

import re
from dataclasses import dataclass
from datetime import datetime

from across.sample.documents import append_update, linked
from across.sample.story import Story
from decisions.decisions.models import ClauseTouch
from decisions.decisions.models.proposals.split_clauses import with_descents
from decisions.specification.forms import named_descents
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe, make_clause, note_look
from documents.documents.models import Document
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node, read_tree
from documents.richtext.tree_edits import edit_into

NEED, REQUIREMENT, CONSTRAINT, INTERFACE, TEST = Clause.Kind


@dataclass(frozen=True)
class ClausePlan:
    """One clause: who makes it when, which circles hold it, which clauses it comes from, and who sees to it."""

    key: str
    by: str
    made: tuple[int, str]
    circles: tuple[str, ...]
    kind: Clause.Kind = REQUIREMENT
    parents: tuple[str, ...] = ()
    owner: str | None = ""

    @property
    def owned_by(self) -> str | None:
        """Return who sees to it: whoever made it, where nobody else is named; None for nobody."""
        return self.by if self.owner == "" else self.owner


C = ClausePlan  # short, for the table below
FIRST, BUS, PANELS, BODY, INLET = (-54, "17:20"), (-48, "15:30"), (-33, "11:50"), (-40, "17:00"), (-36, "15:50")
PAPERS, COST, REPAIR = (-35, "17:40"), (-33, "14:10"), (-33, "16:20")
RADIO, BOX, SAFETY = (-17, "09:05"), (-12, "14:40"), (-12, "11:05")

CLAUSES = (
    C("1.1", "ada", FIRST, ("general",), NEED),
    C("1.2", "ada", FIRST, ("general",), NEED, owner="lea"),
    C("1.3", "ada", FIRST, ("general",), NEED),
    C("1.4", "ada", FIRST, ("marche",), CONSTRAINT, ("1.1",), owner="paula"),
    C("2.1", "ada", FIRST, ("hydraulique",), REQUIREMENT, ("1.1",), owner="bo"),
    C("2.2", "ada", FIRST, ("hydraulique",), REQUIREMENT, ("2.1",), owner="bo"),
    C("2.3", "ada", FIRST, ("terrain",), CONSTRAINT, ("1.1",), owner="nora"),
    C("2.4", "ada", FIRST, ("hydraulique",), TEST, ("2.1", "2.2"), owner="bo"),
    C("2.5", "ada", FIRST, ("hydraulique",), TEST, ("2.3",), owner=None),
    C("3.1", "karim", PANELS, ("achats",), REQUIREMENT, ("2.1",)),
    C("3.2", "karim", PANELS, ("certification",), CONSTRAINT, ("3.1",), owner="ines"),
    C("3.3", "karim", PANELS, ("conception",), REQUIREMENT, ("3.1",), owner="lea"),
    C("4.1", "marc", BUS, ("electronique", "hydraulique"), INTERFACE, ("2.2",)),
    C("4.2", "marc", BUS, ("electronique",), REQUIREMENT, ("1.3",)),
    C("4.3", "marc", BUS, ("conception",), REQUIREMENT, ("4.2",), owner="lea"),
    C("4.4", "marc", BUS, ("numerique",), REQUIREMENT, ("4.2",), owner="quentin"),
    C("5.1", "bo", BODY, ("hydraulique",), REQUIREMENT, ("2.2", "2.3")),
    C("5.2", "bo", BODY, ("hydraulique",), REQUIREMENT, ("4.1",)),
    C("5.3", "bo", BODY, ("numerique",), REQUIREMENT, ("5.1",), owner="quentin"),
    C("6.1", "quentin", RADIO, ("numerique", "terrain"), INTERFACE, ("1.1",)),
    C("6.2", "quentin", RADIO, ("numerique",), REQUIREMENT, ("6.1",)),
    C("6.3", "quentin", RADIO, ("numerique",), CONSTRAINT, ("1.2",)),
    C("6.4", "quentin", RADIO, ("numerique",), CONSTRAINT, ("1.2",)),
    C("7.1", "bo", INLET, ("hydraulique", "prototype"), INTERFACE, ("2.2",)),
    C("7.2", "bo", INLET, ("hydraulique",), REQUIREMENT, ("2.3",)),
    C("7.3", "bo", INLET, ("prototype",), REQUIREMENT, ("2.2",), owner="sami"),
    C("8.1", "lea", BOX, ("conception",), REQUIREMENT, ("1.1",)),
    C("8.2", "lea", BOX, ("conception",), REQUIREMENT, ("1.2",)),
    C("8.3", "lea", BOX, ("conception",), REQUIREMENT, ("1.2",)),
    C("9.1", "ines", SAFETY, ("certification",), REQUIREMENT, ("1.2",)),
    C("9.2", "ines", SAFETY, ("electronique",), REQUIREMENT, ("9.1",), owner="marc"),
    C("9.3", "ines", SAFETY, ("certification",), REQUIREMENT, ("7.1",)),
    C("10.1", "lea", REPAIR, ("conception",), REQUIREMENT, ("1.2",)),
    C("10.2", "lea", REPAIR, ("prototype",), TEST, ("10.1",), owner="sami"),
    C("10.3", "lea", REPAIR, ("terrain",), REQUIREMENT, ("10.1",), owner=None),
    C("11.1", "ines", PAPERS, ("certification",), CONSTRAINT, ("1.1",)),
    C("11.2", "ines", PAPERS, ("certification",), TEST, ("11.1",)),
    C("11.3", "ines", PAPERS, ("certification",), CONSTRAINT, ("11.1",)),
    C("12.1", "olivier", COST, ("industrialisation",), REQUIREMENT, ("1.1",)),
    C("12.2", "olivier", COST, ("marche",), REQUIREMENT, ("12.1",), owner="paula"),
    C("12.3", "olivier", COST, ("industrialisation",), REQUIREMENT, ("12.1",)),
)

CHANGED = (
    ("10.1", "lea", -12, "14:45"),
    ("4.2", "lea", -7, "15:20"),
    ("4.3", "lea", -7, "15:25"),
    ("7.1", "bo", -2, "17:40"),
)
"""Which clause says something else, by whom and when: but for the first, no decision has ratified that yet."""
LOOKED = (
    ("10.2", "right", "sami", -10, "10:10"),
    ("10.3", "right", "nora", -10, "10:25"),
    ("4.3", "changed", "lea", -7, "15:30"),
)
"""Who has looked at a clause of which a parent had changed, and what they said."""


def plan(story: Story) -> None:
    """Plan every clause, and what becomes of it."""
    for one in CLAUSES:
        story.on(*one.made, make, one)
    for key, by, day, time in CHANGED:
        story.on(day, time, change, key, by)
    for key, word, by, day, time in LOOKED:
        story.on(day, time, look_at, key, word, by)


def make(story: Story, one: ClausePlan, at: datetime) -> None:
    """Make a clause of the heading that the texts give this key to, and say what it is."""
    document, by = story.things["specification"], story.people[one.by]
    process_quiet_text(document.pk, at=at)
    heading = heading_of(document.nodes(), title_in(story, one.key))
    clause = make_clause(document, str(heading.attrs["bid"]), by=by, at=at)
    if clause.key != f"SPEC-{one.key}":
        raise RuntimeError(f"the clause of {one.key} got the key {clause.key}")
    story.things[clause.key] = clause
    describe(
        clause,
        by=by,
        at=at,
        kind_of=one.kind,
        circles=[story.circles[key] for key in one.circles],
        parents=[story.things[f"SPEC-{key}"] for key in one.parents],
        owner=story.people[one.owned_by] if one.owned_by else None,
    )


def change(story: Story, key: str, by: str, at: datetime) -> None:
    """Let a clause say what it says today."""
    document: Document = story.things["specification"]
    updates = document.log.read().updates
    nodes = read_tree(updates)
    start = nodes.index(heading_of(nodes, title_in(story, key))) + 1
    end = next(place for place, node in enumerate(nodes) if place >= start and node.kind == "heading")
    nodes[start:end] = nodes_of(linked(story.project, section_of(story.texts.document("specification")[1], key)[1]))
    append_update(document, edit_into(updates, nodes), by=story.people[by], at=at)
    process_quiet_text(document.pk, at=at)


def look_at(story: Story, key: str, word: str, by: str, at: datetime) -> None:
    """Let someone say how a clause stands whose parent has changed."""
    note_look(story.things[f"SPEC-{key}"], word, by=story.people[by], at=at)


def touches(story: Story, keys: tuple[str, ...], descents: str = "") -> list[ClauseTouch]:
    """Return these clauses for a proposal that ratifies them as they stand, and what lines say that others become."""
    found = Clause.objects.in_project(story.project).filter(key__in=[f"SPEC-{key}" for key in keys])
    ratified = [ClauseTouch(clause) for clause in found.select_related("text", "ratified", "project")]
    return with_descents(ratified, *named_descents(story.project, descents, reader=story.people["ada"]))


def heading_of(nodes: list[Node], title: str) -> Node:
    """Find the heading of a clause by its words."""
    found = next((node for node in nodes if node.kind == "heading" and node.text().strip() == title), None)
    if found is None:
        raise RuntimeError(f"the specification has no heading “{title}” among {[node.text()[:40] for node in nodes]}")
    return found


def title_in(story: Story, key: str) -> str:
    """Return what the texts call a clause."""
    return section_of(story.texts.document("specification")[1], key)[0]


def section_of(body: str, key: str) -> tuple[str, str]:
    """Return the title and the words that a text has for a clause."""
    found = re.search(rf"^### SPEC-{re.escape(key)} ([^\n]+)\n(.*?)(?=^#|^<!--|\Z)", body, re.MULTILINE | re.DOTALL)
    if found is None:
        raise RuntimeError(f"there is no text for SPEC-{key}")
    return found[1].strip(), found[2].strip()
