"""Circles and domains that a text names, by any of their names: in both languages, short, with or without accents."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from decisions.recognition.forms import Form, Stems, forms_of, forms_of_domain, span_of
from decisions.recognition.names import CircleName, DomainName, EffectKind, Mentioned
from decisions.recognition.signs import is_listed, is_named
from decisions.recognition.words import TextWord, plain, stem, words_of

type Span = tuple[int, int, Form, CircleName]
KEYED = re.compile(r"(?:circles/|(?<![^\W_])[@#])([\w\-]{1,80})")
"""A circle by its key: in an address, or called."""


@lru_cache(maxsize=64)
def index_of(circles: tuple[CircleName, ...]) -> dict[str, list[tuple[Form, CircleName]]]:
    """Return the forms of all names by their first stem; what is short for several, or is in the project's own name,
    is left out.
    """
    found: dict[str, list[tuple[Form, CircleName]]] = {}
    for circle in circles:
        for form in forms_of(circle):
            found.setdefault(form.stems[0], []).append((form, circle))
    own = {word.stem for circle in circles if circle.is_general for word in words_of(plain(circle.name))}
    for first, every in found.items():
        meant: dict[Stems, set[str]] = {}
        whole = {form.stems for form, _circle in every if form.is_whole}
        for form, circle in every:
            meant.setdefault(form.stems, set()).add(circle.key)
        found[first] = [
            (form, circle)
            for form, circle in every
            if form.is_whole or (form.stems not in whole and len(meant[form.stems]) == 1 and first not in own)
        ]
    return found


def circles_in(text: str, words: list[TextWord], circles: tuple[CircleName, ...]) -> Iterator[Mentioned]:
    """Return the circles that a text names; of two that could be meant by the same words, both, and none whose name is
    only a part of another one that stands there whole.
    """
    known: set[int] = set()
    doubtful: list[tuple[int, int, CircleName]] = []
    for at, end, form, circle in outermost(list(spans(text, words, index_of(circles)))):
        if is_named(text, words, at, end, form):
            known.update(range(at, end))
            yield mention(text, words, at, end, circle)
        else:
            doubtful.append((at, end, circle))
    for at, end, circle in doubtful:
        if is_listed(text, words, at, end, known):
            known.update(range(at, end))
            yield mention(text, words, at, end, circle)
    keys = {circle.key.casefold(): circle.key for circle in circles}
    for found in KEYED.finditer(text):
        if key := keys.get(found[1].casefold()):
            yield Mentioned(EffectKind.CIRCLE, key, found[1])


def spans(text: str, words: list[TextWord], index: dict[str, list[tuple[Form, CircleName]]]) -> Iterator[Span]:
    """Return where a form of a name stands, from one word to before another, whether it is meant or not."""
    for at in range(len(words)):
        for form, circle in candidates(text, words, at, index):
            if length := span_of(text, words, at, form):
                yield at, at + length, form, circle


def outermost(found: list[Span]) -> list[Span]:
    """Leave out what lies within a longer name that stands there whole: “Test bench” names no circle Bench."""
    whole = [(at, end) for at, end, form, _circle in found if form.is_whole and end - at > 1]
    return [
        one
        for one in found
        if not any(at <= one[0] and one[1] <= end and end - at > one[1] - one[0] for at, end in whole)
    ]


def mention(text: str, words: list[TextWord], at: int, end: int, circle: CircleName) -> Mentioned:
    """Return it with the words that name it."""
    return Mentioned(EffectKind.CIRCLE, circle.key, text[words[at].start : words[end - 1].end])


def candidates(
    text: str, words: list[TextWord], at: int, index: dict[str, list[tuple[Form, CircleName]]]
) -> Iterator[tuple[Form, CircleName]]:
    """Return the forms that may begin at a word, also where a hyphen cuts it in two."""
    yield from index.get(words[at].stem, ())
    if at + 1 < len(words) and is_cut(text, words, at):
        yield from index.get(stem(words[at].typed + words[at + 1].typed), ())


def is_cut(text: str, words: list[TextWord], at: int) -> bool:
    """Whether only a hyphen stands between a word and the next."""
    return at + 1 < len(words) and text[words[at].end : words[at + 1].start].strip() == "-"


def domains_in(text: str, words: list[TextWord], domains: Iterable[DomainName]) -> Iterator[Mentioned]:
    """Return the domains that a text names, by key or by label."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        places.setdefault(word.stem, []).append(at)
    for domain in domains:
        for stems, needs_capitals in forms_of_domain(domain):
            for at in places.get(stems[0], ()):
                length = span_of(text, words, at, Form(stems))
                span = text[words[at].start : words[at + length - 1].end] if length else ""
                if span and not (needs_capitals and is_ordinary_span(span, length)):
                    yield Mentioned(EffectKind.DOMAIN, domain.key, span)


def is_ordinary_span(span: str, length: int) -> bool:
    """Whether it is written as ordinary words are: small, and with spaces between."""
    return span != span.upper() and (length == 1 or " " in span)
