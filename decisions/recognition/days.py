"""Days promised to a client, that a text names."""

import re
from collections.abc import Iterator

from decisions.recognition.names import EffectKind, Mentioned

ENGLISH = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"]
FRENCH = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre"]
MONTHS = {
    **{name: number for names in (ENGLISH, FRENCH) for number, name in enumerate(names, 1)},
    **{name[:3]: number for number, name in enumerate(ENGLISH, 1)},
    "december": 12,
    "dec": 12,
    "décembre": 12,
    "decembre": 12,
    "déc": 12,
    "sept": 9,
    "fevrier": 2,
    "aout": 8,
    "janv": 1,
    "févr": 2,
    "avr": 4,
    "juil": 7,
}
NAMED = "|".join(sorted(MONTHS, key=len, reverse=True))
DAYS = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:of\s+)?(?P<month>{NAMED})\b\.?(?:,?\s+(?P<year>\d{{4}}))?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<month>{NAMED})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?", re.IGNORECASE
    ),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})\b"),
)
PROMISE = re.compile(
    r"\b(?:promis\w*|client\w*|customer\w*|deliver\w*|ship\w*|hand(?:s|ed)? over|due date|deadline|livr\w+|remis\w*"
    r"|échéance|engag\w+|délai)\b",
    re.IGNORECASE,
)


def days_in(text: str) -> Iterator[Mentioned]:
    """Return the days that a sentence of a text, which is `plain`, names with a promise or a client."""
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", text):
        if not PROMISE.search(sentence):
            continue
        for pattern in DAYS:
            for found in pattern.finditer(sentence):
                written = found["month"].casefold()
                month = int(written) if written.isdigit() else MONTHS[written]
                day, year = int(found["day"]), found["year"] or ""
                if 1 <= month <= 12 and 1 <= day <= 31:
                    century = f"20{year}" if len(year) == 2 else year
                    yield Mentioned(EffectKind.DATE, f"{century or '-'}-{month:02}-{day:02}", found[0].strip())
