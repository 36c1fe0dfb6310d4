"""Finds in a text the words that were looked for, as the index does: whatever their form, and cuts what is shown of it.

No database here: what a word may also be (`endings` while it is typed, `near` where it has a typo) is given.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from across.search.stems import REFERENCE, WORD, WORD_START, forms, plain_word

EXACT, INFLECTED, BEGUN, MISSPELT = 1.0, 0.85, 0.5, 0.4
READ = 20_000
"""So many letters of a text are read for what is shown of it, and for how well it fits."""
EXCERPT = 220
BEFORE = 60
ITEM = re.compile(r"^[ \t]*(?:[->]|\[[x ]\])[ \t]+", re.MULTILINE)
"""What begins an item of a list, a quotation or a task."""
NEVER = r"(?!)"
CLOSE = 8
"""Words that stand so near each other belong together."""


@dataclass(frozen=True)
class SearchTerm:
    """A word that is looked for: a text has it that has one of `forms`, `endings` or `near`. `pump*` is any word that
    begins so.
    """

    word: str
    forms: frozenset[str]
    endings: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()

    @property
    def any_of(self) -> frozenset[str]:
        """Return all that the index may find it by."""
        return self.forms | self.endings | self.near

    def is_begun(self, found: frozenset[str]) -> bool:
        """Whether one of these forms of a word is what the typed beginning may become."""
        begun = tuple(ending.removesuffix("*") for ending in self.endings if ending.endswith("*"))
        return bool(found & self.endings) or any(form.startswith(begun) for form in found)


@dataclass(frozen=True, slots=True)
class Match:
    """A word of a text that answers: from and to which letter, its place among the words, the term, and how well."""

    start: int
    end: int
    place: int
    term: int
    quality: float


@dataclass
class Matcher:
    """Finds terms and phrases in texts; remembers for each word what it answers. From the term `spoken` on they are the
    words of phrases, which answer there alone.
    """

    terms: Sequence[SearchTerm]
    phrases: Sequence[Sequence[str]] = ()
    spoken: int | None = None
    _known: dict[str, tuple[int, float] | None] = field(default_factory=dict)
    _beginnings: frozenset[str] = field(init=False)
    _likely: re.Pattern[str] = field(init=False)
    _firsts: list[re.Pattern[str]] = field(init=False)
    """How each phrase may begin."""

    def __post_init__(self) -> None:
        """Note how a word that answers begins: stems begin as their words do, and most others do not."""
        self._beginnings = frozenset(_beginning(form) for term in self.terms for form in term.any_of)
        self._likely = _words_beginning(self._beginnings)
        self._firsts = [_words_beginning([_beginning(phrase[0])]) for phrase in self.phrases]

    def matches(self, text: str) -> list[Match]:
        """Return the words of a text that answer, in its order."""
        text, found, counted, place = text[:READ], [], 0, 0
        for word in self._likely.finditer(text):
            answer = self._answer(word[0])
            # Of one word alone nobody asks where it stands, unless it is a phrase.
            if answer and (len(self.terms) > 1 or self.spoken is not None):
                place += sum(1 for _ in WORD.finditer(text, counted, word.start()))
                counted = word.start()
            if answer:
                found.append(Match(word.start(), word.end(), place, *answer))
        if self.spoken is None:
            return found
        inside = self._places_of_phrases(text)
        return [match for match in found if match.term < self.spoken or match.place in inside]

    def has_phrases(self, *texts: str) -> bool:
        """Whether each phrase stands word for word in one of the texts, whatever accents and capitals."""
        begun = zip(self.phrases, self._firsts, strict=True)
        return all(any(_stands(phrase, first, text) for text in texts) for phrase, first in begun)

    def _places_of_phrases(self, text: str) -> set[int]:
        words = plain_words_in(text)
        return {at + more for phrase in self.phrases for at in _runs(words, phrase) for more in range(len(phrase))}

    def _answer(self, word: str) -> tuple[int, float] | None:
        if word not in self._known:
            parts = [word.replace("-", ""), *word.split("-")] if "-" in word else [word]
            parts = [part for part in parts if _beginning(plain_word(part)) in self._beginnings]
            self._known[word] = self._best_answer(parts) if parts else None
        return self._known[word]

    def _best_answer(self, parts: Sequence[str]) -> tuple[int, float] | None:
        answers = (answer for at, term in enumerate(self.terms) if (answer := _quality(at, term, parts)))
        return max(answers, key=lambda answer: answer[1], default=None)


def _beginning(form: str) -> str:
    """Return the letters that a word shares with its stems: *dying* and *die* have them alike."""
    return form[:2].replace("y", "i")


def _words_beginning(beginnings: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the words that may begin so: also all with another letter than a to z there, and references."""
    begun = "|".join("".join(map(_letter, one)) for one in sorted(beginnings) if one)
    other = r"(?=[^\W_]?[^\x00-\x7f])[^\W_]+"
    return re.compile(rf"{WORD_START}(?:{REFERENCE}|(?:{begun or NEVER})[^\W_]*|{other})")


def _letter(letter: str) -> str:
    return "[iIyY]" if letter == "i" else f"[{letter}{letter.upper()}]"


def _quality(at: int, term: SearchTerm, parts: Sequence[str]) -> tuple[int, float] | None:
    if any(plain_word(part) == term.word for part in parts):
        return at, EXACT
    found = frozenset[str]().union(*(forms(part) for part in parts))
    if found & term.forms:
        return at, INFLECTED
    if term.is_begun(found):
        return at, BEGUN
    return (at, MISSPELT) if found & term.near else None


def plain_words_in(text: str) -> list[str]:
    """Return the words of a text without accents and capitals, a reference as one: as phrases are compared."""
    return [plain_word(word[0]) for word in WORD.finditer(text)]


def _stands(phrase: Sequence[str], first: re.Pattern[str], text: str) -> bool:
    """Whether a phrase stands in a text; `first` finds how it may begin, and only what follows that is read."""
    for begun in first.finditer(text):
        words = (plain_word(word[0]) for word in WORD.finditer(text, begun.start()))
        if list(islice(words, len(phrase))) == list(phrase):
            return True
    return False


def _runs(words: Sequence[str], phrase: Sequence[str]) -> Iterator[int]:
    """Yield where the words of a phrase stand one after the other."""
    first, size = phrase[0], len(phrase)
    return (at for at, word in enumerate(words) if word == first and list(words[at : at + size]) == list(phrase))


def fit(title: str, in_title: Sequence[Match], in_text: Sequence[Match], terms: int) -> float:
    """Return how well a text answers, about 0 to 4: in its title before in its text, as typed before inflected, all
    together before scattered.
    """
    if not terms:
        return 1.0
    best, heading = [0.0] * terms, [0.0] * terms
    for match in in_title:
        heading[match.term] = max(heading[match.term], match.quality)
    for match in in_text:
        best[match.term] = max(best[match.term], match.quality)
    found = sum(max(2 * high, low) for high, low in zip(heading, best, strict=True)) / terms
    if all(heading):
        words = len(WORD.findall(title)) or 1
        certainty = 1.0 if min(heading) >= INFLECTED else 0.25  # a word that is only begun may be another
        found += certainty * (0.5 + min(1.0, terms / words))
    elif _closest(in_text, terms) <= CLOSE + terms:
        found += 0.5
    return found + min(len(in_text), 8) / 40


def _closest(matches: Sequence[Match], terms: int) -> int:
    """Return between how few words all terms stand; a thousand where they do not."""
    best, last = 1000, dict[int, int]()
    for match in matches:
        last[match.term] = match.place
        if len(last) == terms:
            best = min(best, match.place - min(last.values()))
    return best


def pieces(text: str, matches: Iterable[Match]) -> tuple[tuple[str, bool], ...]:
    """Cut a text into what was looked for (True) and what stands between."""
    found: list[tuple[str, bool]] = []
    at = 0
    for match in matches:
        found += [(text[at : match.start], False), (text[match.start : match.end], True)]
        at = match.end
    return tuple(piece for piece in (*found, (text[at:], False)) if piece[0])


def excerpt(text: str, matcher: Matcher, length: int = EXCERPT) -> tuple[tuple[str, bool], ...]:
    """Cut out of a text where most of what was looked for stands together, in pieces; its beginning where none does."""
    line = " ".join(ITEM.sub("· ", text[:READ]).split()).removeprefix("· ")
    matches = matcher.matches(line)
    start = _best_start(matches, length)
    start = 0 if start < BEFORE else line.rfind(" ", 0, start - BEFORE // 2) + 1
    end = len(line) if len(line) - start <= length else max(line.rfind(" ", start, start + length), start + 1)
    if end == start + 1:
        end = start + length
    inside = [
        Match(match.start - start, match.end - start, match.place, match.term, match.quality)
        for match in matches
        if match.start >= start and match.end <= end
    ]
    found = pieces(line[start:end], inside)
    before = (("… ", False),) if start else ()
    after = ((" …", False),) if end < len(text.strip()) and end < len(line) else ()
    return (*before, *found, *after)


def _best_start(matches: Sequence[Match], length: int) -> int:
    best, at = (-1.0, 0), 0
    for first, match in enumerate(matches[:200]):
        inside = [one for one in matches[first : first + 40] if one.end <= match.start + length - BEFORE]
        value = sum({one.term: one.quality for one in inside}.values()) + 0.01 * len(inside)
        if value > best[0]:
            best, at = (value, 0), match.start
    return at
