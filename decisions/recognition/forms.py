"""The ways to write the name of a circle or a domain: whole, short, in the other language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from decisions.recognition.names import CircleName, DomainName
from decisions.recognition.vocabulary import GENERIC, ORDINARY, SHORT, TRANSLATIONS
from decisions.recognition.words import TextWord, folded, plain, stem, words_of

LEAST_BEGINNING = 4
LEAST_LETTERS_LEFT = 3
type Stems = tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """One way to write a name, as stems. `needs_sign`: the words are ordinary, or cut short; so it is a name only with
    something beside it that says so. `letters`: initials, which count in capitals only.
    """

    stems: Stems
    needs_sign: bool = False
    letters: bool = False
    is_short: bool = False  # not the whole name: it counts only where it could be no other circle
    typed: str = ""  # the one word, without accents: in another number it is an ordinary word

    @property
    def is_whole(self) -> bool:
        """Whether it says all of the name."""
        return not (self.is_short or self.letters)


TRANSLATED_STEMS = [tuple(tuple(word.stem for word in words_of(plain(one))) for one in every) for every in TRANSLATIONS]


@lru_cache(maxsize=4096)
def forms_of(circle: CircleName) -> tuple[Form, ...]:
    """Return the ways to write a circle's name."""
    if circle.is_general:
        return (Form(("general", "circle")), Form(("cercle", "general")))
    found: dict[Stems, Form] = {}
    for name in (circle.name, circle.key.replace("-", " ")):
        words = [word.typed for word in words_of(plain(name))]
        for form in forms_of_name(words):
            found.setdefault(form.stems, form)
    for every in TRANSLATED_STEMS:
        own = [form.stems for form in found.values()]
        if any(one in own for one in every):
            for one in every:
                found.setdefault(one, Form(one, needs_sign=is_ordinary(one)))
    return tuple(found.values())


def forms_of_name(words: list[str]) -> Iterator[Form]:
    """Return a name whole, without what says nothing, by its first word, by initials and cut short."""
    stems = tuple(stem(word) for word in words)
    telling = tuple(one for one in stems if one not in GENERIC) or stems
    told = [word for word, one in zip(words, stems, strict=True) if one in telling]
    if not telling:
        return
    if stems != telling:
        yield Form(stems, needs_sign=is_ordinary(stems))
    yield Form(telling, needs_sign=is_ordinary(telling), typed=folded(told[0]) if len(told) == 1 else "")
    if len(telling) > 1:
        yield Form(telling[:1], needs_sign=True, is_short=True)
        yield Form(("".join(one[0] for one in telling),), needs_sign=len(telling) < LEAST_LETTERS_LEFT, letters=True)
        return
    for short in SHORT.get(telling[0], ()):
        yield Form((stem(short),), needs_sign=True, is_short=True)
    word = told[0]
    if len(stem(word)) >= LEAST_BEGINNING * 2 - 1:
        for length in range(LEAST_BEGINNING, len(telling[0]) - 1):
            yield Form((telling[0][:length],), needs_sign=True, is_short=True)


def is_ordinary(stems: Stems) -> bool:
    """Whether words mean something else as often: one ordinary word, or an adjective in either language."""
    return len(stems) == 1 and (stems[0] in ORDINARY or stems[0] in GENERIC or len(stems[0]) <= LEAST_LETTERS_LEFT)


def span_of(text: str, words: list[TextWord], at: int, form: Form) -> int:
    """Return how many words of a text a form covers from here; 0 where it is something else."""
    if form.letters and not words[at].is_shouted and words[at].typed.replace("&", "") != form.stems[0].upper():
        return 0
    if form.stems[0] != words[at].stem:  # a hyphen cuts it
        return 2 if len(form.stems) == 1 else 0
    place = at
    for one in form.stems:
        while place < len(words) and place > at and words[place].stem != one and words[place].stem in GENERIC:
            place += 1
        if place >= len(words) or words[place].stem != one:
            return 0
        place += 1
    gaps = [text[words[n].end : words[n + 1].start] for n in range(at, place - 1)]
    return place - at if all(len(gap) < 4 and "." not in gap and "\n\n" not in gap for gap in gaps) else 0


@lru_cache(maxsize=4096)
def forms_of_domain(domain: DomainName) -> tuple[tuple[Stems, bool], ...]:
    """Return the ways to write a domain as stems, and whether only capitals, or a sign between, make it a name."""
    key = tuple(word.stem for word in words_of(domain.key))
    found = [(key, all(len(one) <= LEAST_LETTERS_LEFT or one in ORDINARY for one in key) or len(key) == 1)]
    if len(key) > 1:
        found.append(((stem("".join(word.typed for word in words_of(domain.key))),), False))
    head = plain(domain.label)
    for end in (",", "(", ";", ":", " - "):
        head = head.split(end)[0]
    label = tuple(word.stem for word in words_of(head) if word.stem not in GENERIC)
    if len(label) > 1 or (label and not is_ordinary(label) and not label[0].endswith("ic")):
        found.append((label, False))
    return tuple((stems, capitals) for stems, capitals in found if stems)
