"""What a document and what is suggested in it should say, by the rules and nothing else: words in blocks, and whose.

Each word is there once in a whole history. A block is known by its opening words, which nobody changes. Where two put
words at one place, either may stand first; otherwise a word stands between those it was put between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

type Word = str
type Block = str


@dataclass
class Changes:
    """What a suggestion changes in blocks of the text: words that come and go, blocks that come (with words) and go."""

    comes: dict[Word, Block] = field(default_factory=dict)
    goes: dict[Word, Block] = field(default_factory=dict)
    added: dict[Block, list[Word]] = field(default_factory=dict)
    removed: set[Block] = field(default_factory=set)

    def blocks(self) -> set[Block]:
        """Return the blocks that are changed: each is one thing to decide on."""
        return {*self.comes.values(), *self.goes.values(), *self.added, *self.removed}

    def part(self, blocks: Iterable[Block]) -> Changes:
        """Return what changes in some blocks."""
        chosen = set(blocks)
        return Changes(
            {word: block for word, block in self.comes.items() if block in chosen},
            {word: block for word, block in self.goes.items() if block in chosen},
            {block: list(words) for block, words in self.added.items() if block in chosen},
            self.removed & chosen,
        )

    def drop(self, blocks: Iterable[Block]) -> None:
        """Give up what changes in some blocks."""
        rest = self.part(self.blocks() - set(blocks))
        self.comes, self.goes, self.added, self.removed = rest.comes, rest.goes, rest.added, rest.removed

    def add(self, more: Changes) -> None:
        """Change that as well."""
        self.comes |= more.comes
        self.goes |= more.goes
        self.added |= more.added
        self.removed |= more.removed


@dataclass
class Verdict:
    """What was decided on at once, which is taken back at once."""

    accepts: bool
    changes: Changes
    took: dict[Word, tuple[Block, str]]  # words that it took out of the text, with their authors
    took_blocks: set[Block]


@dataclass
class Suggested:
    """A suggestion of one person."""

    pk: int
    author: str
    changes: Changes = field(default_factory=Changes)
    verdicts: list[Verdict] = field(default_factory=list)
    is_open: bool = True
    is_withdrawn: bool = False
    again: set[Block] = field(default_factory=set)
    """Blocks in which words that were to go were left: it has them anew, and where others change these, it may name
    them again (ADR 36).
    """


class Model:
    """A document with its words, and what is suggested in it."""

    def __init__(self, blocks: dict[Block, list[Word]], author: str) -> None:
        self.text: dict[Block, set[Word]] = {block: set(words) for block, words in blocks.items()}
        self.author: dict[Word, str] = {word: author for words in blocks.values() for word in words}
        self.suggestions: list[Suggested] = []
        self.order: set[tuple[Word, Word]] = set()
        for words in blocks.values():
            self.put_between(None, words, None)

    def put_between(self, left: Word | None, words: list[Word], right: Word | None) -> None:
        """Note where words were put."""
        row = [word for word in (left, *words, right) if word]
        self.order |= set(pairwise(row))

    def open_of(self, author: str) -> Suggested | None:
        """Return what a person is suggesting."""
        return next((one for one in self.suggestions if one.is_open and one.author == author), None)

    def suggests(self, one: Suggested) -> dict[Block, set[Word]]:
        """Return what the text says with a suggestion."""
        found = {block: set(words) for block, words in self.text.items() if block not in one.changes.removed}
        for word, block in one.changes.comes.items():
            found[block].add(word)
        for word, block in one.changes.goes.items():
            found[block].discard(word)
        return found | {block: set(words) for block, words in one.changes.added.items()}

    # What happens to the text -----------------------------------------------------------------------------------------

    def comes(self, block: Block, word: Word, by: str) -> None:
        self.text[block].add(word)
        self.author[word] = by

    def goes(self, word: Word) -> None:
        """Take a word out; whoever suggested that it goes suggests it no more."""
        for words in self.text.values():
            words.discard(word)
        for one in self.suggestions:
            one.changes.goes.pop(word, None)

    def block_goes(self, block: Block) -> None:
        """Take a block out, and what is suggested in it."""
        del self.text[block]
        for one in self.suggestions:
            one.changes.drop([block])

    def becomes(self, then: dict[Block, set[Word]], by: str) -> None:
        """Say again what it said: what came back is of who restores it."""
        for block in self.text.keys() - then.keys():
            self.block_goes(block)
        for block, words in then.items():
            if block not in self.text:
                self.text[block] = set()
            for word in self.text[block] - words:
                self.goes(word)
            for word in words - self.text[block]:
                self.comes(block, word, by)

    # What is decided --------------------------------------------------------------------------------------------------

    def decide(self, one: Suggested, blocks: set[Block], *, accepts: bool) -> None:
        changes = one.changes.part(blocks)
        verdict = Verdict(accepts, changes, {}, set())
        one.verdicts.append(verdict)
        one.changes.drop(blocks)
        if accepts:
            self.let_in(verdict, one.author)
        else:
            one.again |= {*changes.goes.values(), *changes.removed}
        one.is_open = bool(one.changes.blocks())

    def let_in(self, verdict: Verdict, author: str) -> None:
        for word, block in verdict.changes.goes.items():
            verdict.took[word] = (block, self.author[word])
            self.goes(word)
        for word, block in verdict.changes.comes.items():
            self.comes(block, word, author)
        for block, words in verdict.changes.added.items():
            self.text[block] = set()
            for word in words:
                self.comes(block, word, author)
        for block in verdict.changes.removed:
            verdict.took |= {word: (block, self.author[word]) for word in self.text[block]}
            self.block_goes(block)
            verdict.took_blocks.add(block)

    def undo(self, one: Suggested, by: str) -> None:
        """Take back what was decided last; what others changed in a new block stays, with all of that block."""
        verdict = one.verdicts.pop()
        again = verdict.changes
        kept = self.take_back(verdict, by) if verdict.accepts else set()
        there = again.part(block for block in again.blocks() - kept if block in self.text or block in again.added)
        there.goes = {word: block for word, block in there.goes.items() if word in self.text[block]}
        one.changes.add(there)
        one.is_open = True

    def take_back(self, verdict: Verdict, by: str) -> set[Block]:
        """Say again what the text said before; return the new blocks that stay."""
        for word in verdict.changes.comes:
            self.goes(word)
        kept = {block for block in verdict.changes.added if block in self.text}
        for block in list(kept):
            if self.text[block] == set(verdict.changes.added[block]):
                kept.remove(block)
                self.block_goes(block)
        for block in verdict.took_blocks - self.text.keys():
            self.text[block] = set()
        for word, (block, _author) in verdict.took.items():
            if block in self.text and word not in self.text[block]:
                self.comes(block, word, by)
        return kept
