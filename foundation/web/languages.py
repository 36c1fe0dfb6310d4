"""The languages that Ronde speaks, one row each: whatever differs from language to language is asked of these rows.

The words themselves lie in folders that bear the code: `locale/`, `documents/documents/starting_texts/`,
`across/sample/texts/`, `across/sample/files/`. `script/manage check` says what of these a language lacks
(`config/language_checks.py`); meanwhile English stands for it. One that is not `is_complete` is not offered to people,
and may be filled bit by bit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import get_language


def gettext_noop(message: str) -> str:
    """Mark a message for `makemessages`: Django's own asks for settings, and these ask for the rows here."""
    return message


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language.

    `name` is how its speakers call it, `english_name` how the others do, through gettext. `locale` is Babel's: its
    days, numbers and currencies. `stemmer` is Snowball's, for search. `clock` is how a time of day is written,
    `first_of_month` Babel's pattern for the first day. `fixed_spaces` are the spaces, by pattern, at which no line may
    break, and what stands in their place. `is_complete` offers it to people and programs: then nothing of it may lack.
    """

    code: str
    name: str
    english_name: str
    locale: str
    stemmer: str = ""
    clock: str = "{hour}:{minute}"
    has_two_digit_hours: bool = True
    first_of_month: str = "d"
    fixed_spaces: Mapping[str, str] | None = None
    is_complete: bool = True

    @property
    def tag(self) -> str:
        """Return the locale as browsers write it: `en-GB`."""
        return self.locale.replace("_", "-")

    def time_of_day(self, hour: int, minute: int) -> str:
        """Write hours and minutes: 09:15, in French 9 h 15."""
        return self.clock.format(hour=f"{hour:02}" if self.has_two_digit_hours else str(hour), minute=f"{minute:02}")

    def typeset(self, text: str) -> str:
        """Keep punctuation with the word that it belongs to."""
        for pattern, space in (self.fixed_spaces or {}).items():
            text = re.sub(pattern, space, text)
        return text


ENGLISH = Language(
    code="en",
    name="English",
    english_name=gettext_noop("English"),
    locale="en_GB",  # 24-hour clock, day before month
    stemmer="english",
)
FRENCH = Language(
    code="fr",
    name="Français",
    english_name=gettext_noop("French"),
    locale="fr",
    stemmer="french",
    clock="{hour}\u00a0h\u00a0{minute}",
    has_two_digit_hours=False,
    first_of_month="d'er'",
    fixed_spaces={" (?=[;?!»])|(?<=«) ": "\u202f", " (?=:)": "\u00a0"},
)
SOURCE = ENGLISH
"""The language of the source: what has no words in another one is said in this."""
ROWS = (ENGLISH, FRENCH)
LANGUAGES: dict[str, Language] = {language.code: language for language in ROWS if language.is_complete}
"""Those that are offered."""

if TYPE_CHECKING:
    type LanguageCode = str
else:
    LanguageCode = Literal[tuple(LANGUAGES)]
"""What the API takes for a language."""


def language_of(code: str | None) -> Language:
    """Return the language that a code means, as people, browsers and machines write it: `fr`, `fr-CA`, `fr_FR.UTF-8`.
    One that we do not speak is English.
    """
    parts = re.split(r"[-_.]", (code or "").lower())
    found = (LANGUAGES.get("-".join(parts[:length])) for length in range(len(parts), 0, -1))
    return next(filter(None, found), SOURCE)


def current_language() -> Language:
    """Return the language that is being written in: the reader's."""
    return language_of(get_language())


def language_choices() -> list[tuple[str, str]]:
    """Return what one chooses from, each called as its speakers do."""
    return [(language.code, language.name) for language in LANGUAGES.values()]
