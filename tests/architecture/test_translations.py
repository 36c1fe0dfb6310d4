"""Whatever Ronde says, it says in each language that it offers: no string untranslated, fuzzy or stale. And in no
catalogue, of a language that is not offered yet either, is a string with other placeholders.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from foundation.web.languages import FRENCH, LANGUAGES, ROWS, SOURCE
from tests.architecture.sources import ROOT, calls, everything, modules, parsed, read, templates

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")
LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
PLURAL = re.compile(rf"\bngettext(?:_lazy)?\(\s*{LITERAL},\s*{LITERAL},")
CATALOGUE = "locale/{code}/LC_MESSAGES/django.po"
OFFERED = [code for code in LANGUAGES if code != SOURCE.code]
WRITTEN = sorted(
    path.split("/")[1] for path in everything() if re.fullmatch(r"locale/\w+/LC_MESSAGES/django\.po", path)
)
in_each_language = pytest.mark.parametrize("code", OFFERED)
in_each_catalogue = pytest.mark.parametrize("code", WRITTEN)


def catalogue(code: str, root: Path = ROOT) -> Catalog:
    with (root / CATALOGUE.format(code=code)).open("rb") as file:
        return read_po(file, locale=code)


def texts(value: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """A message's forms: one, or one a plural."""
    return [value or ""] if isinstance(value, str | None) else list(value)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalog]:
    """The catalogues as `script/manage makemessages` would leave them for today's sources, in a copy of them."""
    copy = tmp_path_factory.mktemp("words")
    for path in everything():
        if path.endswith((".py", ".html", ".txt", ".po")) and not path.startswith(("tests/", "docs/")):
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, copy / path)
    (copy / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-wrap", "-v", "0"]
    command += [f"--locale={code}" for code in OFFERED]
    subprocess.run(
        command,
        cwd=copy,
        check=True,
        capture_output=True,
        env={"PATH": os.environ["PATH"], "RONDE_DATA_DIR": str(copy / "var")},
    )
    return {code: catalogue(code, copy) for code in OFFERED}


def said(of: Catalog) -> list[Message]:
    return [message for message in of if message.id]


def test_every_catalogue_is_of_a_language_in_the_table() -> None:
    assert set(OFFERED) <= set(WRITTEN) <= {language.code for language in ROWS}


@in_each_language
def test_every_string_is_translated(extracted: dict[str, Catalog], code: str) -> None:
    untranslated = [texts(message.id)[0] for message in said(extracted[code]) if not all(texts(message.string))]
    assert untranslated == []


@in_each_language
def test_no_translation_is_fuzzy(extracted: dict[str, Catalog], code: str) -> None:
    assert [texts(message.id)[0] for message in said(extracted[code]) if message.fuzzy] == []


@in_each_language
def test_the_catalogue_has_no_obsolete_string(extracted: dict[str, Catalog], code: str) -> None:
    today = {(message.context, *texts(message.id)) for message in said(extracted[code])}
    kept = {(message.context, *texts(message.id)) for message in said(catalogue(code))}
    assert kept - today == set()


@in_each_catalogue
def test_a_translation_has_the_same_placeholders(code: str) -> None:
    assert other_placeholders(catalogue(code)) == []


def test_another_placeholder_is_found() -> None:
    wrong = Catalog(locale="pt")
    wrong.add("%(name)s is here", "%(nome)s está aqui")
    wrong.add("%(name)s left", "")
    assert other_placeholders(wrong) == ["'%(name)s is here' → '%(nome)s está aqui'"]


def other_placeholders(of: Catalog) -> list[str]:
    """A plural may leave its number out; it may not name one that is not given."""
    return [
        f"{source!r} → {words!r}"
        for message in said(of)
        for source in texts(message.id)[-1:]
        for words in texts(message.string)[-1:]
        if words and sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(words))
    ]


@in_each_catalogue
def test_gettext_compiles_the_catalogue(code: str) -> None:
    """It stops at a string whose "% s" it takes for a placeholder that the translation does not have."""
    found = catalogue(code)
    assert [f"{texts(message.id)[0]}: {fault}" for message in found for fault in message.check(found)] == []


def test_no_two_plurals_share_a_singular() -> None:
    """A message is found by its singular alone: the second of two would be shown with the first one's plural."""
    plurals = defaultdict[str, set[str]](set)
    for source in [*map(read, modules()), *(templatize(read(path)) for path in templates())]:
        for singular, plural in PLURAL.findall(source):
            plurals[ast.literal_eval(singular)].add(ast.literal_eval(plural))
    assert {one: found for one, found in plurals.items() if len(found) > 1} == {}


def test_every_message_context_is_a_literal() -> None:
    named = [
        f"{path}:{call.lineno}"
        for path in modules()
        for name, call in calls(parsed(path))
        if name in ("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy")
        and not isinstance(call.args[0], ast.Constant)
    ]
    assert named == []


NAMED = "name|names|person|people|who|author|owner|speaker|proposer|objector|by|circle"
UNSHORTENED = re.compile(rf"\\b([Dd]e|[Qq]ue|[Jj]usque|[Ll]orsque|[Pp]uisque) (%\\(({NAMED})\\)s|\\{{({NAMED})\\}})")
"""A word that French shortens before a vowel, right before a name: de Alix."""


def test_no_french_word_that_a_vowel_shortens_stands_before_a_name() -> None:
    known = [message for message in catalogue("fr") if message.id]
    shortened = {str(texts(message.id)) for message in known if "vowel" in (message.context or "")}
    found = [
        words
        for message in known
        for words in texts(message.string)
        if UNSHORTENED.search(words) and str(texts(message.id)) not in shortened
    ]
    assert found == []


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Terminé le %(when)s : %(outcome)s.", "Terminé le %(when)s\u00a0: %(outcome)s."),
        ("A-t-elle aidé ?", "A-t-elle aidé\u202f?"),
        ("« Faite » demande un lien ; lequel ?", "«\u202fFaite\u202f» demande un lien\u202f; lequel\u202f?"),
        ("à 09:15, https://exemple.fr", "à 09:15, https://exemple.fr"),
    ],
)
def test_french_punctuation_does_not_begin_a_line(typed: str, set_: str) -> None:
    assert FRENCH.typeset(typed) == set_
