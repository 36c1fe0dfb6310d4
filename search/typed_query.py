"""Reads what somebody typed: words, "phrases", and filters in English or French such as `from:ada avant:juin`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from web.name_patterns import folded

MAX_LENGTH = 200
_PART = re.compile(
    r"(?:(?P<key>[^\W\d_]+):)(?:\"(?P<quoted>[^\"]*)\"?|«\s*(?P<french>[^»]*?)\s*(?:»|$)|(?P<value>[^\s\"«]\S*))"
    r"|\"(?P<phrase>[^\"]+)\"?|«\s*(?P<locution>[^»]+?)\s*(?:»|$)|(?P<word>[^\s\"«]+|[\"«])"
)
_KEYS = {
    "person": "from by author de par auteur autrice",
    "circle": "in dans cercle circle",
    "state": "is est state etat",
    "before": "before until avant jusque",
    "since": "since after depuis apres des",
    "day": "on day le jour",
    "kind": "kind type genre sorte",
}
KEYS: Mapping[str, str] = {word: key for key, words in _KEYS.items() for word in words.split()}
"""What the word before a colon filters by, folded."""
_STATES = {
    "open": "open ouvert ouverte ouverts ouvertes en-cours encours running pending draft",
    "done": "done fait faite faits faites finished termine terminee resolved resolu resolue adopted adopte adoptee",
    "in_force": "in-force inforce force valid en-vigueur vigueur ratified ratifie ratifiee",
    "ended": "ended over past passe dropped abandonne abandonnee revoked revoque revoquee stopped archived archive",
}
STATES: Mapping[str, str] = {word: state for state, words in _STATES.items() for word in words.split()}
CLOSED = frozenset(("closed", "clos", "close", "ferme", "fermee"))
_KINDS = {
    "documents": "document documents doc docs clause clauses paragraph paragraphe",
    "decisions": "decision decisions proposal proposals proposition propositions",
    "messages": "message messages comment comments commentaire commentaires topic topics sujet sujets chat",
    "actions": "action actions",
    "tracks": "track tracks piste pistes question questions",
    "minutes": "minutes sync syncs meeting meetings reunion reunions synchro synchros compte-rendu",
    "files": "file files fichier fichiers attachment",
    "people": "person people personne personnes",
    "circles": "circle circles cercle cercles",
}
KINDS: Mapping[str, str] = {word: tab for tab, words in _KINDS.items() for word in words.split()}
_MONTHS = (
    "january janvier jan", "february fevrier feb fev", "march mars mar", "april avril apr avr", "may mai",
    "june juin jun", "july juillet jul juil", "august aout aug", "september septembre sep sept", "october octobre oct",
    "november novembre nov", "december decembre dec",
)  # fmt: skip
MONTHS: Mapping[str, int] = {word: at for at, words in enumerate(_MONTHS, 1) for word in words.split()}
_DAYS = {"today": 0, "aujourd'hui": 0, "yesterday": 1, "hier": 1, "week": 7, "semaine": 7, "month": 30, "mois": 30}
_AGO = re.compile(r"([0-9]{1,4})([dj])")
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
    def from_text(cls, typed: str) -> "TypedQuery":
        """Read what was typed; what is beyond 200 characters is left out."""
        text = "".join(c if c.isprintable() else " " for c in typed[:MAX_LENGTH])
        words, phrases, filters, ends_with_word = [], [], [], False
        for part in _PART.finditer(text):
            key = KEYS.get(folded(part["key"])) if part["key"] else None
            phrase = part["phrase"] or part["locution"]
            ends_with_word = not (key or phrase)
            if key:
                filters.append((key, (part["quoted"] or part["french"] or part["value"] or "").strip()))
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
    def is_person(self) -> bool:
        """Whether a person is meant, by @handle."""
        return self.words.startswith("@")


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
        return first, first if word in ("today", "aujourd'hui", "yesterday", "hier") else today
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
