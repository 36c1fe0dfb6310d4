"""Tell what a language of `foundation/web/languages.py` lacks: until it is there, people read English in its place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from django.core.checks import CheckMessage, Info, Warning  # noqa: A004 Django's name for it
from snowballstemmer import algorithms

from across.search.filter_values import HAS, ME
from across.search.typed_filters import FILTERS
from across.search.typed_query import VOCABULARIES
from config.environment import ROOT
from decisions.recognition import READS
from foundation.web.languages import ROWS, SOURCE, Language

WORDS = "locale/{code}/LC_MESSAGES/django.po"
FOLDERS = ("documents/documents/starting_texts/{code}", "across/sample/texts/{code}", "across/sample/files/{code}")
"""What lies in them in English lies in them in every language, under the same names."""
VERIFIER = "foundation/audit/standalone/verify_record.html"
"""It speaks without Ronde, and has its words itself."""
EMOJI = "frontend/behaviours/emoji.ts"
"""It finds emoji by their names in each language."""


def languages_are_whole(**_options: Any) -> list[CheckMessage]:
    """Find what is missing of a language, each with the path where it belongs: a warning for one that is offered."""
    return [
        Warning(f"{language.english_name} ({language.code}) has not {lack}", id="ronde.W001")
        if language.is_complete
        else Info(f"{language.english_name} ({language.code}), not offered yet, has not {lack}", id="ronde.I001")
        for language in ROWS
        for lack in lacks_of(language)
    ]


def lacks_of(language: Language, root: Path = ROOT) -> Iterator[str]:
    """Yield what a language lacks."""
    yield from _lacks_of_row(language)
    if language is SOURCE:
        return
    yield from _lacks_of_words(language, root / WORDS.format(code=language.code))
    for folder in FOLDERS:
        there, here = root / folder.format(code=SOURCE.code), root / folder.format(code=language.code)
        lost = [str(one.relative_to(there)) for one in sorted(there.rglob("*")) if one.is_file()]
        lost = [one for one in lost if not (here / one).is_file()]
        if lost:
            yield f"{here.relative_to(root)}/: {', '.join(lost)}"
    yield from _lacks_of_modules(language, root)


def _lacks_of_row(language: Language) -> Iterator[str]:
    try:
        Locale.parse(language.locale)
    except (UnknownLocaleError, ValueError):
        yield f"a locale that Babel knows: {language.locale!r}"
    if language.stemmer not in algorithms():
        yield f"a stemmer that Snowball knows: {language.stemmer!r}"


def _lacks_of_modules(language: Language, root: Path) -> Iterator[str]:
    if lost := [key for key, one in FILTERS.items() if language.code not in one.words]:
        yield f"words in FILTERS of across/search/typed_filters.py: {', '.join(lost)}"
    if language.code not in ME or any(language.code not in one.words for one in HAS):
        yield "its words in ME and HAS of across/search/filter_values.py"
    if language.code not in VOCABULARIES:
        yield "its words in VOCABULARIES of across/search/typed_query.py"
    if language.code not in READS:
        yield "its words in decisions/recognition/, which asks of what a proposal's text names (READS)"
    if f"\n  {language.code}: {{\n" not in (root / VERIFIER).read_text():
        yield f"its words in {VERIFIER}"
    emoji = root / EMOJI  # an image that holds only what was built of it has no such file
    if emoji.is_file() and f"\n  {language.code}: () => import(" not in emoji.read_text():
        yield f"its names of emoji in NAMES of {EMOJI}"


def _lacks_of_words(language: Language, path: Path) -> Iterator[str]:
    shown = WORDS.format(code=language.code)
    if not path.is_file():
        yield shown
    elif not path.with_suffix(".mo").is_file():
        yield f"{shown} compiled: script/manage does that"
