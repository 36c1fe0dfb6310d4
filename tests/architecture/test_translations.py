"""Whatever Ronde says, it says in French too: no string untranslated, fuzzy, stale, or with other placeholders."""

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

from tests.architecture.sources import ROOT, calls, everything, modules, read, templates
from web.languages import FRENCH

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")
LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
PLURAL = re.compile(rf"\bngettext(?:_lazy)?\(\s*{LITERAL},\s*{LITERAL},")
CATALOGUE = "locale/fr/LC_MESSAGES/django.po"


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def texts(value: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """A message's forms: one, or one a plural."""
    return [value or ""] if isinstance(value, str | None) else list(value)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The French catalogue as `script/manage makemessages` would leave it for today's sources, in a copy of them."""
    copy = tmp_path_factory.mktemp("words")
    for path in everything():
        if path.endswith((".py", ".html", ".txt", ".po")) and not path.startswith(("tests/", "requirements/", "docs/")):
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, copy / path)
    (copy / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "makemessages", "-l", "fr", "--no-obsolete", "--no-wrap", "-v", "0"]
    subprocess.run(
        command,
        cwd=copy,
        check=True,
        capture_output=True,
        env={"PATH": os.environ["PATH"], "RONDE_DATA_DIR": str(copy / "var")},
    )
    return catalogue(copy / CATALOGUE)


def said(of: Catalog) -> list[Message]:
    return [message for message in of if message.id]


def test_every_string_is_translated_into_french(extracted: Catalog) -> None:
    untranslated = [texts(message.id)[0] for message in said(extracted) if not all(texts(message.string))]
    assert untranslated == []


def test_no_translation_is_fuzzy(extracted: Catalog) -> None:
    assert [texts(message.id)[0] for message in said(extracted) if message.fuzzy] == []


def test_the_catalogue_has_no_obsolete_string(extracted: Catalog) -> None:
    today = {(message.context, *texts(message.id)) for message in said(extracted)}
    kept = {(message.context, *texts(message.id)) for message in said(catalogue(ROOT / CATALOGUE))}
    assert kept - today == set()


def test_both_languages_have_the_same_placeholders(extracted: Catalog) -> None:
    """A plural may leave its number out; it may not name one that is not given."""
    wrong = [
        f"{source!r} → {french!r}"
        for message in said(extracted)
        for source in texts(message.id)[-1:]
        for french in texts(message.string)[-1:]
        if french and sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(french))
    ]
    assert wrong == []


def test_gettext_compiles_the_catalogue(extracted: Catalog) -> None:
    """It stops at a string whose "% s" it takes for a placeholder that the French does not have."""
    assert [f"{texts(message.id)[0]}: {fault}" for message in extracted for fault in message.check(extracted)] == []


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
        for name, call in calls(ast.parse(read(path)))
        if name in ("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy")
        and not isinstance(call.args[0], ast.Constant)
    ]
    assert named == []


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
