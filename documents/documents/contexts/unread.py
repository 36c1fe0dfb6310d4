"""What others changed in a document since a person last read it: block by block, with who wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pycrdt import merge_updates

from documents.documents.models import Document, Visit
from documents.documents.models.version import name_some
from documents.richtext.block_writers import BlockWriters, block_writers
from documents.richtext.comparison.block_changes import BlockChange, placed_changes
from documents.richtext.comparison.browser_lines import compared_lines
from documents.richtext.nodes import load, tree_of
from foundation.accounts.models import User

MOST_ROWS = 4_000
"""Of the log between then and now, after which nobody is named block by block: a person was away for long."""
MOST_MARKED = 200
LONGEST = 4_000
"""Letters of a block that are compared word by word in the text."""


@dataclass(frozen=True)
class UnreadChange:
    """A block that others changed, and who of them; its place in the text as it is now."""

    change: BlockChange
    place: int
    people: list[User]

    def as_data(self) -> dict[str, Any]:
        """Return what the editor needs to mark it in the text."""
        facts = self.as_facts()
        before, after = self.change.before, self.change.after
        return {
            **facts,
            "before": compared_lines(before)[:LONGEST] if before else "",
            "after": compared_lines(after)[:LONGEST] if after else "",
            "by": ", ".join(facts["by"]),
            "place": self.place,
            "hue": self.people[0].hue if self.people else 0,
        }

    def as_facts(self) -> dict[str, Any]:
        """Return what changed, and by whom."""
        before, after = self.change.before, self.change.after
        block = after or before
        return {
            "kind": self.change.kind,
            "block": str(block.attrs.get("bid") or "") if block else "",
            "before": before.lines()[:LONGEST] if before else "",
            "after": after.lines()[:LONGEST] if after else "",
            "by": [person.name for person in self.people],
        }


@dataclass(frozen=True)
class UnreadChanges:
    """What others changed after the place `since` of the log, up to `until`, and who they are: in the text's order."""

    since: int
    until: int
    since_at: datetime | None
    changes: list[UnreadChange]
    people: list[User]

    @property
    def marked(self) -> list[UnreadChange]:
        """Return those that the text shows: nobody goes through more one by one."""
        return self.changes[:MOST_MARKED]

    @property
    def data(self) -> str:
        """Return what the editor needs, as JSON."""
        return json.dumps([each.as_data() for each in self.marked])

    @property
    def sentence(self) -> str:
        """Return how many changes there are, and by whom."""
        number = len(self.changes)
        changes = ngettext("one change", "{number} changes", number).format(number=number)
        said = _("%(changes)s since you last read it") % {"changes": changes}
        return _("%(said)s, by %(names)s") % {"said": said, "names": name_some(self.people)} if self.people else said


def unread_of(document: Document, user: User) -> UnreadChanges | None:
    """Return what others changed in a document since a person last read it: None where that is nothing, or where they
    never did.
    """
    since = Visit.read_up_to(document, by=user)
    until = document.log.seq
    if not since or since >= until:
        return None
    rows = document.log.updates.filter(seq__gt=since, seq__lte=until)
    writers = rows.exclude(user=None).exclude(user=user).order_by()
    if not writers.exists():
        return None
    found = _changes(document, since, until, mine=user.pk)
    authors = dict.fromkeys(pk for _, _, names in found for pk in names)
    authors = authors or dict.fromkeys(writers.values_list("user", flat=True).distinct())
    known = User.objects.in_bulk(authors)
    changes = [UnreadChange(change, place, [known[pk] for pk in names]) for change, place, names in found]
    if not changes:
        return None
    read_at = document.log.updates.filter(seq=since).values_list("received_at", flat=True).first()
    return UnreadChanges(since, until, read_at, changes, [known[pk] for pk in authors])


def _changes(document: Document, since: int, until: int, *, mine: UUID) -> list[tuple[BlockChange, int, list[UUID]]]:
    """Return what changed in blocks in which another person wrote, with its place and who they are."""
    rows = document.log.updates.filter(seq__gt=since, seq__lte=until).order_by("seq")
    doc = load(document.log.past(since))
    then = tree_of(doc)
    writers: BlockWriters[UUID | None] | None = None
    if rows.count() <= MOST_ROWS:
        writers = block_writers(doc, _by_person(rows.values_list("user", "data").iterator(500)))
        now = tree_of(doc)
    else:
        now = tree_of(load(document.log.past(until)))
    found = []
    for change, before, after in placed_changes(then, now):
        if _is_blank(change):
            continue
        names: set[UUID | None] = set()
        if writers and len(writers.after) == len(now) and len(writers.before) == len(then):
            names |= writers.after[after] if change.after else set()
            names |= writers.before[before] if change.before else set()
            if names and names <= {mine, None}:
                continue
        found.append((change, after, sorted((pk for pk in names if pk and pk != mine), key=str)))
    return found


def _is_blank(change: BlockChange) -> bool:
    """Return whether nothing is seen of it: an empty paragraph came or went."""
    block = change.before or change.after
    is_whole = change.before is None or change.after is None
    return is_whole and block is not None and block.kind == "paragraph" and not block.text().strip()


def _by_person(rows: Iterable[tuple[UUID | None, bytes | memoryview]]) -> Iterator[tuple[UUID | None, bytes]]:
    """Merge what one person wrote in a row."""
    for person, several in groupby(rows, key=lambda row: row[0]):
        one, *more = (bytes(data) for _, data in several)
        yield person, merge_updates(one, *more) if more else one
