"""Reads what a person typed: words, "phrases", and filters in any language such as `from:ada avant:juin`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from foundation.web.name_patterns import folded

MAX_LENGTH = 200
A_WEEK = 7
_PART = re.compile(
    r"(?:(?P<key>[^\W\d_]+):)(?:\"(?P<quoted>[^\"]*)\"?|«\s*(?P<angled>[^»]*?)\s*(?:»|$)|(?P<value>[^\s\"«]\S*))"
    r"|\"(?P<phrase>[^\"]+)\"?|«\s*(?P<locution>[^»]+?)\s*(?:»|$)|(?P<word>[^\s\"«]+|[\"«])"
)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What people of one language call states, kinds, months and days, folded; several words for one are separated by
    spaces. `months` are the twelve in order, `days` say how many days back each begins, `ago` is the letter of *7d*.
    `asks` are words that begin a question, `small` others that a question has and its answer need not have.
    """

    states: Mapping[str, str]
    kinds: Mapping[str, str]
    closed: str
    months: tuple[str, ...]
    days: Mapping[str, int]
    ago: str
    asks: str
    small: str


VOCABULARIES: Mapping[str, Vocabulary] = {
    "en": Vocabulary(
        states={
            "open": "open running pending draft",
            "done": "done finished resolved adopted",
            "in_force": "in-force force valid ratified",
            "changed": "changed unratified",
            "ended": "ended over past dropped revoked stopped archived",
        },
        kinds={
            "documents": "document documents doc docs clause clauses paragraph",
            "decisions": "decision decisions proposal proposals",
            "messages": "message messages comment comments topic topics chat",
            "actions": "action actions",
            "tracks": "track tracks question questions",
            "minutes": "minutes sync syncs meeting meetings",
            "files": "file files attachment",
            "people": "person people",
            "circles": "circle circles",
        },
        closed="closed",
        months=(
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        days={"today": 0, "yesterday": 1, "week": 7, "month": 30},
        ago="d",
        asks="what which who whom whose where when why how",
        small="the an of to for in at is are was were be do does did we you they it our your their there has have"
        " had can should much many",
    ),
    "fr": Vocabulary(
        states={
            "open": "ouvert ouverte ouverts ouvertes en-cours encours",
            "done": "fait faite faits faites termine terminee resolu resolue adopte adoptee",
            "in_force": "inforce en-vigueur vigueur ratifie ratifiee",
            "changed": "modifie modifiee modifies modifiees",
            "ended": "passe abandonne abandonnee revoque revoquee archive",
        },
        kinds={
            "documents": "document documents doc docs clause clauses paragraphe",
            "decisions": "decision decisions proposition propositions",
            "messages": "message messages commentaire commentaires sujet sujets",
            "actions": "action actions",
            "tracks": "piste pistes question questions",
            "minutes": "reunion reunions synchro synchros compte-rendu",
            "files": "fichier fichiers",
            "people": "personne personnes",
            "circles": "cercle cercles",
        },
        closed="clos close ferme fermee",
        months=(
            "janvier jan", "fevrier fev", "mars mar", "avril avr", "mai", "juin",
            "juillet juil", "aout", "septembre sep sept", "octobre oct", "novembre nov", "decembre dec",
        ),
        days={"aujourd'hui": 0, "hier": 1, "semaine": 7, "mois": 30},
        ago="j",
        asks="quel quelle quels quelles qui que quoi ou quand pourquoi comment combien lequel laquelle",
        small="le la les un une des du de au aux et en dans pour sur est sont etait ce cette ces on nous vous ils"
        " elles il elle se sa nos notre votre leur ont avons faut",
    ),
}  # fmt: skip
"""By the code of the language; whoever searches is understood in all of them."""
_EVERY = tuple(VOCABULARIES.values())


def _by_word(tables: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {word: meant for table in tables for meant, words in table.items() for word in words.split()}


STATES: Mapping[str, str] = _by_word(one.states for one in _EVERY)
CLOSED = frozenset(word for one in _EVERY for word in one.closed.split())
KINDS: Mapping[str, str] = _by_word(one.kinds for one in _EVERY)
MONTHS: Mapping[str, int] = {
    word: at for one in _EVERY for at, words in enumerate(one.months, 1) for word in words.split()
}
_DAYS = {word: back for one in _EVERY for word, back in one.days.items()}
_ASKS, _SMALL = (frozenset(word for one in _EVERY for word in getattr(one, name).split()) for name in ("asks", "small"))
_AGO = re.compile(rf"([0-9]{{1,4}})[{''.join(one.ago for one in _EVERY)}]")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_NAMED = re.compile(r"([a-z]+)[-.]?([0-9]{4})?")


@dataclass(frozen=True)
class TypedQuery:
    """What was typed. `words` are to be found in any form, `phrases` word for word; `filters` are pairs of what is
    filtered by and the value as it was typed. `is_unfinished`: the last word may still be typed.
    """

    typed: str = ""
    words: str = ""
    phrases: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    is_unfinished: bool = False

    @classmethod
    def from_text(cls, typed: str, keys: Mapping[str, str]) -> "TypedQuery":
        """Read what was typed; what is beyond 200 characters is left out. `keys` says what the words before a colon
        filter by; any other word with a colon is a word.
        """
        text = "".join(c if c.isprintable() else " " for c in typed[:MAX_LENGTH])
        words, phrases, filters, ends_with_word = [], [], [], False
        for part in _PART.finditer(text):
            key = keys.get(folded(part["key"])) if part["key"] else None
            phrase = part["phrase"] or part["locution"]
            ends_with_word = not (key or phrase)
            if key:
                filters.append((key, (part["quoted"] or part["angled"] or part["value"] or "").strip()))
            elif phrase:
                phrases.append(phrase.strip())
            else:
                words.append(part[0])
        unfinished = ends_with_word and bool(text) and not text[-1].isspace()
        return cls(" ".join(text.split()), " ".join(words), tuple(phrases), tuple(filters), unfinished)

    @property
    def sought(self) -> str:
        """Return what was typed without the filters."""
        return " ".join((self.words, *(f'"{phrase}"' for phrase in self.phrases))).strip()

    @property
    def is_question(self) -> bool:
        """Whether it is asked as a question: then what answers it comes first."""
        first = folded(self.words).replace("’", "'").split()[:2]
        return self.words.rstrip().endswith("?") or (len(self.words.split()) > 1 and not _ASKS.isdisjoint(first))

    @property
    def is_person(self) -> bool:
        """Whether a person is meant, by @handle."""
        return self.words.startswith("@")


def is_small(word: str) -> bool:
    """Whether a word says little of what is looked for, in any language: it need not be there."""
    plain = folded(word)
    return plain in _SMALL or plain in _ASKS


def states_in(value: str) -> frozenset[str]:
    """Return the states that a word such as `open` or `fermée` means; none for a word that means none."""
    word = folded(value).replace(" ", "-").replace("_", "-")
    if word in CLOSED:
        return frozenset(("done", "ended"))
    return frozenset((STATES[word],)) if word in STATES else frozenset()


def kind_in(value: str) -> str:
    """Return the kind that a word means, as tabs name it, or nothing."""
    return KINDS.get(folded(value), "")


def days_in(value: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of what a word means: `2026-06`, `june`, `juin-2025`, `hier`, `30j`; a month
    without a year is the last one of its name that has begun. None for what means no day.
    """
    word = folded(value).replace("’", "'")
    if word in _DAYS or (ago := _AGO.fullmatch(word)):
        back = _DAYS[word] if word in _DAYS else int(ago[1]) if ago else 0
        first = today - timedelta(days=back)
        return first, first if _DAYS.get(word, A_WEEK) < A_WEEK else today
    if iso := _ISO.fullmatch(word):
        return _span(int(iso[1]), int(iso[2] or 0), int(iso[3] or 0))
    named = _NAMED.fullmatch(word.replace(" ", "-"))
    month = MONTHS.get(named[1]) if named else None
    if named is None or month is None:
        return None
    return _span(int(named[2]) if named[2] else today.year - (month > today.month), month, 0)


def _span(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            following = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), following - timedelta(days=1)
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None
