"""What the product says of a document and of what is suggested in it, beside what the model says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pycrdt import Doc

from documents.coediting.models import Log
from documents.documents.models import Document, Suggestion
from documents.richtext.comparison.block_changes import BlockChange
from documents.richtext.nodes import load, tree_of
from foundation.accounts.models import User
from tests.documents.documents.writing_histories.model import Block, Model, Suggested, Word

OPENING = 6  # words of a block that nobody changes: by these it stays the same block
LETTERS = 6  # of each word


class Checked:
    """A document and its model."""

    def __init__(self, document: Document, people: dict[str, User]) -> None:
        self.document = document
        self.people = people
        self.openings: dict[Block, list[Word]] = {}
        self.replayed: Doc[Any] = Doc()
        self.replayed_seq = 0
        self.wrote: dict[Word, str] = {}
        self.model = Model({}, "")

    def read(self, doc: Doc[Any], joined: set[Block] | None = None) -> dict[Block, list[Word]]:
        """Return the blocks of a text with their words, without the opening ones; add to `joined` in which of them two
        words stand without a blank: a suggestion took out a word with its blank, and that word became another.
        """
        found: dict[Block, list[Word]] = {}
        for node in tree_of(doc):
            words = node.text().split()
            if not words:
                continue
            if joined is not None and any(len(word) != LETTERS for word in words):
                joined.add(words[0])
                words = [word[at : at + LETTERS] for word in words for at in range(0, len(word), LETTERS)]
            assert words[:OPENING] == self.openings.get(words[0]), f"a block begins with {words[:OPENING]}"
            assert words[0] not in found, f"block {words[0]} is there twice"
            found[words[0]] = words[OPENING:]
        return found

    def text(self) -> Doc[Any]:
        return load(Log.objects.get(pk=self.document.pk).read().updates)

    def suggested(self, one: Suggested) -> Doc[Any]:
        row = Suggestion.objects.get(pk=one.pk)
        return load([*Log.objects.get(pk=self.document.pk).read().updates, *row.log()])

    def check(self) -> None:
        text = self.read(self.text())
        assert {block: set(words) for block, words in text.items()} == self.model.text
        assert all(len(words) == len(set(words)) for words in text.values()), "a word is there twice"
        self.check_order(text)
        self.check_authors()
        for one in self.model.suggestions:
            row = Suggestion.objects.with_place().get(pk=one.pk)
            assert row.is_ended is not one.is_open, f"suggestion {one.pk} is {'over' if row.is_ended else 'open'}"
            if not one.is_open:
                continue
            says = self.read(self.suggested(one), joined=one.again)
            sure = {block: set(words) for block, words in says.items() if block not in one.again}
            expected = {block: words for block, words in self.model.suggests(one).items() if block not in one.again}
            assert sure == expected, f"suggestion {one.pk}"
            changed = {opening_of(change) for change in row.changes().changes}
            assert changed - one.again == one.changes.blocks() - one.again, f"the changes of {one.pk}"

    def check_order(self, text: dict[Block, list[Word]]) -> None:
        place = {word: (block, at) for block, words in text.items() for at, word in enumerate(words)}
        for left, right in self.model.order:
            if left in place and right in place and place[left][0] == place[right][0]:
                assert place[left] < place[right], f"{left} stood before {right}"

    def check_authors(self) -> None:
        """Read who wrote each word out of the log, update by update."""
        names = {person.pk: name for name, person in self.people.items()}
        known = set(self.words_replayed())
        rows = Log.objects.get(pk=self.document.pk).updates.filter(seq__gt=self.replayed_seq).order_by("seq")
        for seq, user, data in rows.values_list("seq", "user", "data"):
            self.replayed.apply_update(bytes(data))
            now = set(self.words_replayed())
            self.wrote |= dict.fromkeys(now - known, names.get(user, ""))
            known, self.replayed_seq = now, seq
        there = {word for words in self.model.text.values() for word in words}
        assert {word: self.wrote[word] for word in there} == {word: self.model.author[word] for word in there}

    def words_replayed(self) -> Iterator[Word]:
        return (word for node in tree_of(self.replayed) for word in node.text().split())


def opening_of(change: BlockChange) -> Block:
    """Return of which block a change is."""
    block = change.before or change.after
    return (block.text().split() or [""])[0] if block else ""
