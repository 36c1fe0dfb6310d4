"""What a text names of a project: pure, in both languages, the same for every reader."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from decisions.recognition.amounts import amounts_in, spending, without_alternatives
from decisions.recognition.circles import circles_in, domains_in
from decisions.recognition.days import days_in
from decisions.recognition.names import EffectKind, Mentioned, Names
from decisions.recognition.words import plain, words_of

NUMBER = r"(?P<number>\d+\.\d+(?:\.\d+)*)"
SAID_NUMBER = r"s?\s+(?:number |no\.? |n[°o]\s?|#)?(?P<number>\d{1,6})\b"
CLAUSE = re.compile(
    rf"(?<![^\W_])(?P<prefix>[A-Z]{{2,12}})[\s\-_.]{{0,2}}(?P<first>\d+-)?{NUMBER}(?!\d)", re.IGNORECASE
)
BARE = re.compile(
    r"(?:§+\s?|\b(?:clauses?|sections?|requirements?|exigences?|articles?|points?)\s+(?:n[o°º.]*\s?)?)"
    + NUMBER
    + r"(?!\d)",
    re.IGNORECASE,
)
MORE = re.compile(rf"\s*(?:,|and|et|or|ou|/|to|à|a|-|through|&)\s*{NUMBER}(?![\d%])", re.IGNORECASE)
ESSENTIALS = "fundamental element|essential|élément fondamental|element fondamental|essentiel"
UNITS = "mm|cm|m|V|A|W|kW|kg|h"
KEYED = (
    (EffectKind.ESSENTIAL, "FE", r"(?i)(?<![^\W_])(?:FE|EF|ÉF)[\s\-_.]?(?P<number>\d{1,3})(?![\w.]\d|\w)"),
    (EffectKind.ESSENTIAL, "FE", rf"(?i)\b(?:{ESSENTIALS}){SAID_NUMBER}"),
    (EffectKind.DECISION, "D", r"(?i)(?<![^\W_])D-(?P<number>\d{1,6})(?!\w|\.\d)"),
    (EffectKind.DECISION, "D", rf"(?<![^\W_])D[ _]?(?P<number>\d{{1,6}})(?!\w|\.\d|\s?(?:{UNITS})\b)"),
    (EffectKind.DECISION, "D", rf"(?i)\b(?:decision|décision){SAID_NUMBER}|/decisions/(?P<linked>\d{{1,6}})\b"),
    (EffectKind.ACTION, "A", r"(?i)(?<![^\W_])A-(?P<number>\d{1,6})(?!\w|\.\d)"),
    (EffectKind.ACTION, "A", r"(?<![^\W_])A(?P<number>\d{2,6})(?!\w|\.\d)"),
    (EffectKind.ACTION, "A", rf"(?i)\baction{SAID_NUMBER}|/actions/(?P<linked>\d{{1,6}})\b"),
)
LEAST_STATEMENT = 3


def keys_in(texts: Iterable[str]) -> list[Mentioned]:
    """Return what in texts looks like the key of a clause, an essential, a decision or an action, whether there is such
    a one or not. A clause without its prefix is `-4.2`: any clause that ends so.
    """
    return [mention for text in texts for mention in _keys_in(plain(text))]


def mentions_in(texts: Iterable[str], names: Names, *, problem: Iterable[str] = ()) -> list[Mentioned]:
    """Return what texts name, each thing once, in the order in which it is asked about. What only says what is wrong
    or expected (`problem`) commits no money, unless it says that we spend it; and of all amounts above the cost, the
    largest is asked about.
    """
    found: dict[tuple[str, str], Mentioned] = {}
    amounts: list[Mentioned] = []
    for text, is_problem in [(one, False) for one in texts] + [(one, True) for one in problem]:
        read = plain(text)
        for mention in _named_in(read, names):
            found.setdefault(mention.identity, mention)
        committed = spending(read) if is_problem else without_alternatives(read)
        amounts += [one for one in amounts_in(committed) if Decimal(one.names) > names.cost]
    if amounts:
        largest = max(amounts, key=lambda one: Decimal(one.names))
        found[largest.identity] = largest
    order = list(EffectKind)
    return sorted(found.values(), key=lambda one: order.index(one.kind))


def _named_in(text: str, names: Names) -> Iterator[Mentioned]:
    words = words_of(text)
    yield from circles_in(text, words, names.circles)
    yield from domains_in(text, words, names.domains)
    for mention in _keys_in(text):
        yield from (replace(mention, names=key) for key in sorted(names.keys) if is_key(mention.names, key))
    stems = [word.stem for word in words]
    for key, statement in names.statements.items():
        said = [word.stem for word in words_of(plain(statement))]
        if len(said) >= LEAST_STATEMENT and _contains(stems, said):
            yield Mentioned(EffectKind.ESSENTIAL, key, statement)
    yield from days_in(text)


def is_key(written: str, key: str) -> bool:
    """Whether a key as it is written means this one: whole, or without its prefix (`-4.2`)."""
    return key == written or (written.startswith("-") and key.endswith(written))


def _contains(stems: list[str], said: list[str]) -> bool:
    size = len(said)
    return any(stems[at : at + size] == said for at in range(len(stems) - size + 1) if stems[at] == said[0])


def _keys_in(text: str) -> Iterator[Mentioned]:
    for found in CLAUSE.finditer(text):
        prefix = f"{found['prefix'].upper()}-{found['first'] or ''}"
        yield Mentioned(EffectKind.CLAUSE, f"{prefix}{found['number']}", found[0])
        yield from (Mentioned(EffectKind.CLAUSE, prefix + number, number) for number in _more(text, found.end()))
    for found in BARE.finditer(text):
        for number in (found["number"], *_more(text, found.end())):
            yield Mentioned(EffectKind.CLAUSE, f"-{number}", found[0].strip())
    for kind, letters, pattern in KEYED:
        for found in re.finditer(pattern, text):
            number = found.groupdict().get("number") or found.groupdict().get("linked")
            yield Mentioned(kind, f"{letters}-{int(number or 0)}", found[0])


def _more(text: str, at: int) -> Iterator[str]:
    """Return the numbers of more clauses after the first: SPEC-4.2, 4.3 and 4.4."""
    while found := MORE.match(text, at):
        yield found["number"]
        at = found.end()
