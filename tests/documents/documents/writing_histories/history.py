"""One random history of three people in a document, step by step, and what the product says after each."""

from __future__ import annotations

import random
import uuid
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from documents.coediting.models import Log
from documents.document_history.restore_version import AlreadyMatches, restore_version
from documents.documents.models import Document, Suggestion, Version
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.suggestion_verdicts import accept, refuse, withdraw
from documents.documents.workflows.suggestions import suggest
from documents.documents.workflows.undo_verdict import undo_last_verdict
from documents.documents.workflows.versions import make_version
from documents.richtext.markdown_reader import update_of
from documents.richtext.nodes import ROOT
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.documents.documents.writing_histories.checked import LETTERS, OPENING, Checked, opening_of
from tests.documents.documents.writing_histories.model import Block, Changes, Model, Suggested, Word

VOWELS, CONSONANTS = "aeiou", "bdfgklmnprstvz"


class History(Checked):
    """People write, suggest, decide, take back and restore; `told` says what they did: it leads to the fault."""

    def __init__(self, seed: int, document: Document, people: dict[str, User]) -> None:
        super().__init__(document, people)
        self.chance = random.Random(seed)
        self.names = sorted(people)
        self.used: set[str] = set()
        self.told: list[str] = []
        blocks = {self.new_block(): [self.new_word() for _ in range(self.chance.randint(1, 4))] for _ in range(4)}
        lines = [" ".join([*self.openings[block], *words]) for block, words in blocks.items()]
        Log.objects.get(pk=document.pk).append(update_of("\n\n".join(lines)), by=people[self.names[0]])
        process_quiet_text(document.pk)
        self.model = Model(blocks, self.names[0])
        self.versions: list[tuple[Version, dict[Block, set[Word]]]] = []
        self.check()

    # Words ------------------------------------------------------------------------------------------------------------

    def new_word(self) -> Word:
        while True:
            word = "".join(self.chance.choice(CONSONANTS) + self.chance.choice(VOWELS) for _ in range(LETTERS // 2))
            if word not in self.used:
                self.used.add(word)
                return word

    def new_block(self) -> Block:
        words = [self.new_word() for _ in range(OPENING)]
        self.openings[words[0]] = words
        return words[0]

    # What people do ---------------------------------------------------------------------------------------------------

    def step(self) -> None:
        acts = [
            (6, self.types),
            (2, self.deletes),
            (1, self.adds_block),
            (1, self.removes_block),
            (7, self.suggests),
            (5, self.decides),
            (3, self.undoes),
            (1, self.withdraws),
            (1, self.makes_version),
            (1, self.restores),
        ]
        weights, choices = zip(*acts, strict=True)
        act = self.chance.choices(choices, weights)[0]
        self.document = Document.objects.select_related("log", "project", "circle").get(pk=self.document.pk)
        by = self.chance.choice(self.names)
        if act(by):
            self.check()

    def tell(self, what: str) -> None:
        self.told.append(what)

    def edit(self, doc: Doc[Any], edited: dict[Block, list[Word]], kind: str) -> tuple[str, Any]:
        """Make one change in a loaded text, as an editor does; returns what it was."""
        fragment = doc.get(ROOT, type=XmlFragment)
        blocks = list(edited)
        places = {str(child.children[0]).split()[0]: child for child in fragment.children if len(child.children)}
        if kind == "add":
            block = self.new_block()
            words = [self.new_word() for _ in range(self.chance.randint(1, 3))]
            place = self.chance.randint(0, len(fragment.children))
            text = XmlText(" ".join([*self.openings[block], *words]))
            fragment.children.insert(place, XmlElement("paragraph", {}, [text]))
            return "add", (block, words)
        block = self.chance.choice(blocks)
        if kind == "remove":
            children = list(fragment.children)
            place = next(at for at, child in enumerate(children) if child.children and words_in(child)[:1] == [block])
            del fragment.children[place]
            return "remove", block
        text, words = places[block].children[0], edited[block]
        if kind == "delete" and words:
            word = self.chance.choice(words)
            at = str(text).index(word) - 1
            del text[at : at + len(word) + 1]
            return "delete", (block, word)
        word, at = self.new_word(), self.chance.randint(0, len(words))
        row = [*self.openings[block], *words]
        place = str(text).index(row[OPENING + at - 1]) + LETTERS
        text.insert(place, f" {word}")
        left, right = row[OPENING + at - 1], (words[at] if at < len(words) else None)
        self.model.put_between(left if at else None, [word], right)
        return "type", (block, word)

    def writes(self, by: str, kind: str) -> tuple[str, Any]:
        doc = self.text()
        before = doc.get_state()
        found = self.edit(doc, self.read(doc), kind)
        Log.objects.get(pk=self.document.pk).append(doc.get_update(before), by=self.people[by])
        if self.chance.random() < 0.7:
            process_quiet_text(self.document.pk)
        self.tell(f"{by} writes: {found}")
        return found

    def types(self, by: str) -> bool:
        if not self.model.text:
            return False
        _kind, (block, word) = self.writes(by, "type")
        self.model.comes(block, word, by)
        return True

    def deletes(self, by: str) -> bool:
        if not any(self.model.text.values()):
            return False
        kind, (block, word) = self.writes(by, "delete")
        if kind == "type":
            self.model.comes(block, word, by)
        else:
            self.model.goes(word)
        return True

    def adds_block(self, by: str) -> bool:
        _kind, (block, words) = self.writes(by, "add")
        self.model.text[block] = set()
        for word in words:
            self.model.comes(block, word, by)
        self.model.put_between(None, words, None)
        return True

    def removes_block(self, by: str) -> bool:
        if len(self.model.text) < 3:
            return False
        _kind, block = self.writes(by, "remove")
        self.model.block_goes(block)
        return True

    def suggests(self, by: str) -> bool:
        one = self.model.open_of(by)
        doc = self.suggested(one) if one else self.text()
        there = self.read(doc, joined=set())
        if not there:
            return False
        kind = self.chance.choices(["type", "delete", "add", "remove"], [5, 3, 1, 1])[0]
        before = doc.get_state()
        kind, what = self.edit(doc, there, kind)
        row = suggest(self.document, doc.get_update(before), by=self.people[by], key=uuid.uuid4().hex)
        self.tell(f"{by} suggests ({row.pk}): {kind} {what}")
        if one is None:
            one = Suggested(row.pk, by)
            self.model.suggestions.append(one)
        assert one.pk == row.pk
        self.note_suggested(one.changes, kind, what)
        return True

    def note_suggested(self, changes: Changes, kind: str, what: Any) -> None:
        if kind == "remove":
            changes.drop([what])
            changes.removed |= {what} & self.model.text.keys()
            return
        block, word = what
        if kind == "add":
            changes.added[block] = word
            self.model.put_between(None, word, None)
        elif block in changes.added:
            rest = [one for one in changes.added[block] if one != word]
            changes.added[block] = [*rest, word] if kind == "type" else rest
        elif kind == "type":
            changes.comes[word] = block
        elif changes.comes.pop(word, None) is None:
            changes.goes[word] = block

    def decides(self, by: str) -> bool:
        found = [one for one in self.model.suggestions if one.is_open]
        if not found:
            return False
        one = self.chance.choice(found)
        row = Suggestion.objects.with_place().get(pk=one.pk)
        accepts = self.chance.random() < 0.6
        changes = row.changes().changes
        keys = {change.key: opening_of(change) for change in changes}
        sure = [key for key in sorted(keys) if keys[key] not in one.again]
        if len(sure) < len(keys) and not sure:
            return False
        part = len(sure) < len(keys) or (self.chance.random() < 0.5 and bool(keys))
        chosen = self.chance.sample(sure, self.chance.randint(1, len(sure))) if part else []
        blocks = {keys[key] for key in chosen} if part else set(keys.values())
        self.tell(f"{by} {'accepts' if accepts else 'refuses'} {blocks} of {one.pk}")
        (accept if accepts else refuse)(row, by=self.people[by], keys=chosen)
        self.model.decide(one, blocks, accepts=accepts)
        if one.again:
            one.is_open = not Suggestion.objects.get(pk=one.pk).is_ended
        return True

    def undoes(self, by: str) -> bool:
        found = [one for one in self.model.suggestions if one.verdicts]
        if not found:
            return False
        one = self.chance.choice(found)
        other = self.model.open_of(one.author)
        possible = not one.is_withdrawn and (one.is_open or other is None)
        self.tell(f"{by} undoes the last verdict on {one.pk}{'' if possible else ', in vain'}")
        try:
            undo_last_verdict(Suggestion.objects.with_place().get(pk=one.pk), by=self.people[by])
            is_undone = True
        except Refused:
            is_undone = False
        assert is_undone is possible
        if not is_undone:
            return False
        self.model.undo(one, by)
        return True

    def withdraws(self, by: str) -> bool:
        one = self.model.open_of(by)
        if one is None:
            return False
        withdraw(Suggestion.objects.with_place().get(pk=one.pk), by=self.people[by])
        self.tell(f"{by} withdraws {one.pk}")
        one.is_open, one.is_withdrawn = False, True
        return True

    def makes_version(self, by: str) -> bool:
        try:
            made = make_version(self.document, by=self.people[by])
        except Refused:
            return False
        self.tell(f"{by} makes version {made.number}")
        self.versions.append((made, {block: set(words) for block, words in self.model.text.items()}))
        return False

    def restores(self, by: str) -> bool:
        if not self.versions:
            return False
        version, then = self.chance.choice(self.versions)
        self.tell(f"{by} restores version {version.number}")
        try:
            restore_version(version, by=self.people[by])
        except AlreadyMatches:
            return False
        self.model.becomes({block: set(words) for block, words in then.items()}, by)
        return True


def words_in(element: Any) -> list[Word]:
    return str(element.children[0]).split()
