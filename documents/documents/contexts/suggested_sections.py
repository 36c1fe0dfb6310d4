"""The sections of a text, by which suggestions are decided on: each from one heading to the next."""

from collections.abc import Iterable
from dataclasses import dataclass

from documents.documents.contexts.suggestions import ShownSuggestion
from documents.documents.models import Document
from documents.richtext.comparison.block_changes import BlockChange
from foundation.web.caches import page_cache

KEPT_S = 60 * 60
LONGEST = 80


@dataclass(frozen=True)
class TextSection:
    """A section: the id of its heading, the place of that among the blocks, and its words; of what stands before the
    first heading the words are empty.
    """

    key: str
    place: int
    words: str


START = TextSection("start", -1, "")


@dataclass
class SuggestedSection:
    """What is suggested in a section: the changes, by `suggestion:change` as forms send them back."""

    section: TextSection
    suggestions: list[ShownSuggestion]
    changes: list[str]


def sections_of(document: Document) -> list[TextSection]:
    """Return the sections of a document as it is now, in order. They are kept until its text goes on."""
    state = document.log.read()
    key = f"sections:{document.pk.hex}:{document.epoch}:{state.seq}"
    known: list[TextSection] | None = page_cache.get(key)
    if known is not None:
        return known
    found = [
        TextSection(str(node.attrs.get("bid") or f"block{place}"), place, " ".join(node.text().split())[:LONGEST])
        for place, node in enumerate(document.nodes())
        if node.kind == "heading" and node.text().strip()
    ]
    page_cache.set(key, [START, *found], KEPT_S)
    return [START, *found]


def section_at(sections: Iterable[TextSection], change: BlockChange) -> TextSection:
    """Return the section that a change stands in: what is added before a heading belongs to what is above it."""
    last = change.place - (change.before is None)
    return max((one for one in sections if one.place <= last), key=lambda one: one.place)


def by_section(document: Document, decidable: Iterable[ShownSuggestion]) -> list[SuggestedSection]:
    """Return the sections in which something is to be decided on; none where all of it stands in one."""
    sections = sections_of(document)
    found: dict[str, SuggestedSection] = {}
    for shown in decidable:
        for change in shown.found.changes:
            section = section_at(sections, change)
            one = found.setdefault(section.key, SuggestedSection(section, [], []))
            if shown not in one.suggestions:
                one.suggestions.append(shown)
            one.changes.append(f"{shown.suggestion.pk}:{change.key}")
    ordered = sorted(found.values(), key=lambda one: one.section.place)
    return ordered if len(ordered) > 1 else []
