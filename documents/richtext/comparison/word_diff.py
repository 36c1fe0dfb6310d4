"""What changed between two lines of words, word by word: pure, for reading."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+(?:[.,’'-]\w+)*|[^\w\s]")
MOST_WORDS = 6_000
"""Of both texts together: comparing more would keep a page waiting, and nobody reads it word by word."""

MOST_PAIRS = 40_000
"""Of a word in one text and the same word in the other, before nothing is matched; prose of 3,000 words has 20,000."""


@dataclass(frozen=True)
class DiffWord:
    """A word, a character or a blank, and what it looks like (`marks`: any two that differ are not the same word)."""

    text: str
    marks: str = ""


@dataclass(frozen=True)
class DiffPart:
    """A run of words that is in both texts (`same`), only in the new one (`ins`), or only in the old one (`del`)."""

    kind: str
    words: tuple[DiffWord, ...]

    @property
    def text(self) -> str:
        """Return its words as they are read."""
        return "".join(word.text for word in self.words)


def steps_between[Word](
    before: Sequence[Word], after: Sequence[Word], is_blank: Callable[[Word], bool]
) -> list[tuple[str, int, int, int, int]]:
    """Return how one line of words becomes the other, as `SequenceMatcher.get_opcodes`.

    Matching takes the third power of how often the same stands in both. So a blank is the same only behind the same
    word, and where the same words stand again and again one line goes and the other comes.
    """
    many = Counter(word for word in after if not is_blank(word))
    if sum(many[word] for word in before) > MOST_PAIRS:
        return [("replace", 0, len(before), 0, len(after))]
    one, other = (_with_what_blanks_follow(words, is_blank) for words in (before, after))
    steps: list[tuple[str, int, int, int, int]] = []
    kept = 0
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        begun, kept = kept, 0
        if tag == "replace" and is_blank(before[a2 - 1]) and before[a2 - 1] == after[b2 - 1]:
            kept = 1  # the blank behind what was replaced stays
        steps.append((tag, a1 - begun, a2 - kept, b1 - begun, b2 - kept))
    if kept:
        steps.append(("equal", len(before) - 1, len(before), len(after) - 1, len(after)))
    return steps


def _with_what_blanks_follow[Word](words: Sequence[Word], is_blank: Callable[[Word], bool]) -> list[object]:
    last: Word | None = None
    found: list[object] = []
    for word in words:
        found.append((last, word) if is_blank(word) else word)
        last = last if is_blank(word) else word
    return found


def words_of(text: str, marks: str = "") -> list[DiffWord]:
    """Cut a text into words, characters and blanks."""
    return [DiffWord(piece, marks) for piece in WORDS.findall(text)]


def parts(before: Sequence[DiffWord], after: Sequence[DiffWord]) -> list[DiffPart]:
    """The runs of both lines in reading order; what went stands before what came."""
    if list(before) == list(after):
        return _joined([("same", tuple(before))])
    if len(before) + len(after) > MOST_WORDS:
        return _joined([("del", tuple(before)), ("ins", tuple(after))])
    found: list[tuple[str, tuple[DiffWord, ...]]] = []
    for tag, a1, a2, b1, b2 in steps_between(before, after, lambda word: word.text.isspace()):
        if tag == "equal":
            found.append(("same", tuple(before[a1:a2])))
        else:
            found += [("del", tuple(before[a1:a2])), ("ins", tuple(after[b1:b2]))]
    return _joined(found)


def _joined(found: list[tuple[str, tuple[DiffWord, ...]]]) -> list[DiffPart]:
    """Read a run of changes with nothing but blanks between as one: what went, then what came."""
    result: list[DiffPart] = []
    gone: tuple[DiffWord, ...] = ()
    come: tuple[DiffWord, ...] = ()
    found = [*[one for one in found if one[1]], ("same", ())]
    for place, (kind, words) in enumerate(found):
        following = found[place + 1][0] if place + 1 < len(found) else "same"
        is_blank = bool(words) and all(word.text.isspace() for word in words)
        if kind == "same" and not ((gone or come) and is_blank and following != "same"):
            runs = (("del", gone), ("ins", come), ("same", words))
            result += [DiffPart(name, run) for name, run in runs if run]
            gone, come = (), ()
            continue
        gone += words if kind != "ins" else ()
        come += words if kind != "del" else ()
    return result


ALIKE = 0.35  # from which on two blocks are one that was changed, and not one that went and another that came


def likeness(before: Sequence[DiffWord], after: Sequence[DiffWord]) -> float:
    """How much of two lines is in both, from 0 to 1, whatever its order."""
    one, other = ({word.text for word in words if word.text.strip()} for words in (before, after))
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
