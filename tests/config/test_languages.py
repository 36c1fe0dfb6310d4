"""A language is one row of `foundation/web/languages.py`, and folders: all else asks the row, and English stands behind
it.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import prepare
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.core.checks import WARNING
from django.utils import translation
from machine import MissingError

from config.language_checks import EMOJI, FOLDERS, VERIFIER, lacks_of, languages_are_whole
from foundation.web.languages import FRENCH, LANGUAGES, SOURCE, Language, current_language, language_of
from tests.architecture.sources import ROOT, modules, read
from tests.support.databases import SQLITE, empty_template

IN_MODULES = (
    EMOJI,
    VERIFIER,
    "across/search/typed_filters.py",
    "across/search/typed_query.py",
    "decisions/recognition/",
)
WORDS = {"Preferences": "Agordoj", "language": "idiomo", "Sign in": "Ensaluti"}


def give_words(folder: Path) -> None:
    """Put a compiled catalogue of three strings there, and one more with a context."""
    catalogue = Catalog(locale="eo")
    for english, esperanto in WORDS.items():
        catalogue.add(english, esperanto)
    catalogue.add("General", "Ĝenerala", context="name of the general circle")
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue)


@pytest.fixture(scope="module")
def in_esperanto(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What people and programs get of a Ronde that has Esperanto as well; see `esperanto.py`."""
    folder, name = tmp_path_factory.mktemp("esperanto"), f"esperanto_{os.getpid()}"
    give_words(folder / "locale" / "eo" / "LC_MESSAGES")
    SQLITE.copy(empty_template(SQLITE), name)
    own = {"RONDE_DATABASE_URL": SQLITE.url(name), "RONDE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "tests.config.esperanto", str(folder)]
    environment = {"PATH": os.environ["PATH"]} | own
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    SQLITE.drop(name)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_a_page_is_in_a_language_of_three_strings_with_english_behind_it(in_esperanto: dict[str, Any]) -> None:
    page = in_esperanto["page"]
    assert in_esperanto["language"] == "eo"
    assert re.search(r'<html lang="eo"', page)
    assert "<h1>Agordoj</h1>" in page
    assert "Idiomo" in page
    assert '<option value="eo" selected>Lingvo Internacia</option>' in page
    assert "Time zone" in page
    assert "Fuseau horaire" not in page


def test_whoever_is_not_signed_in_reads_the_language_of_their_browser(in_esperanto: dict[str, Any]) -> None:
    assert '<html lang="eo"' in in_esperanto["stranger"]
    assert "Ensaluti" in in_esperanto["stranger"]


def test_programs_api_search_and_names_know_the_new_language(in_esperanto: dict[str, Any]) -> None:
    status, me = in_esperanto["told"]
    assert (status, me["language"]) == (200, "eo")
    assert in_esperanto["api"] == [*LANGUAGES, "eo"]
    assert "pumpil" in in_esperanto["stems"]
    assert in_esperanto["general"] == ["General", False]  # who asks reads English; it was made as Ĝenerala


def test_it_is_said_what_the_new_language_lacks(in_esperanto: dict[str, Any]) -> None:
    lacks = in_esperanto["lacks"]
    assert all(lack.startswith("Esperanto (eo) has not ") for lack in lacks)
    for part in ("locale/eo/LC_MESSAGES/django.po", *(folder.format(code="eo") for folder in FOLDERS), *IN_MODULES):
        assert [lack for lack in lacks if part in lack], part
    assert in_esperanto["sample"] == list(LANGUAGES)


def test_a_language_that_is_not_complete_is_offered_to_nobody(in_esperanto: dict[str, Any]) -> None:
    assert "ga" not in in_esperanto["api"]
    assert "Gaeilge" not in in_esperanto["page"]
    assert "Irish (ga), not offered yet, has not locale/ga/LC_MESSAGES/django.po" in in_esperanto["not offered"]
    assert not [lack for lack in in_esperanto["lacks"] if "(ga)" in lack]


def test_no_language_that_is_offered_lacks_anything() -> None:
    assert [found.msg for found in languages_are_whole() if found.level >= WARNING] == []
    assert {"en", "fr"} <= set(LANGUAGES), "people read and write in these"


def test_the_page_that_verifies_a_record_says_the_same_in_each_language() -> None:
    words = read(VERIFIER).partition("const WORDS = {\n")[2].partition("\n};\n")[0]
    parts = re.findall(r"^  (\w+): {\n(.*?)^  },", f"{words}\n", re.DOTALL | re.MULTILINE)
    said = {code: set(re.findall(r"(?:^ +|, )(\w+): [\"(]", part, re.MULTILINE)) for code, part in parts}
    assert len(said[SOURCE.code]) > 20, "it finds the words"
    assert {code: said[SOURCE.code] ^ said[code] for code in LANGUAGES} == {code: set() for code in LANGUAGES}


def test_words_of_a_language_that_is_not_complete_are_compiled_as_it_is_typeset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = replace(FRENCH, code="eo", is_complete=False)
    words = tmp_path / "locale/eo/LC_MESSAGES"
    words.mkdir(parents=True)
    (words / "django.po").write_text('msgid "Ready?"\nmsgstr "Preta ?"\n')
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])  # it adds its root there
    with pytest.raises(MissingError, match=r"locale/eo .* without a row"):
        prepare.compile_messages()
    monkeypatch.setattr("foundation.web.languages.ROWS", (SOURCE, row))
    prepare.compile_messages()
    with (words / "django.mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Ready?") == "Preta\u202f?"


def test_a_single_file_that_is_missing_is_named(tmp_path: Path) -> None:
    for folder in FOLDERS:
        for code in ("en", "fr"):
            (tmp_path / folder.format(code=code)).mkdir(parents=True)
    (tmp_path / "documents/documents/starting_texts/en/data-sheet.md").touch()
    words = tmp_path / "locale/fr/LC_MESSAGES"
    words.mkdir(parents=True)
    (words / "django.po").touch()
    (tmp_path / VERIFIER).parent.mkdir(parents=True)
    (tmp_path / VERIFIER).write_text("\n  fr: {\n")
    assert list(lacks_of(FRENCH, tmp_path)) == [
        "locale/fr/LC_MESSAGES/django.po compiled: script/manage does that",
        "documents/documents/starting_texts/fr/: data-sheet.md",
    ]


def test_a_row_that_names_no_real_locale_or_stemmer_is_found() -> None:
    wrong = Language(code="en", name="English", english_name="English", locale="xx_XX", stemmer="klingon")
    lacks = " ".join(lacks_of(wrong))
    assert "'xx_XX'" in lacks
    assert "'klingon'" in lacks


@pytest.mark.parametrize(
    ("code", "meant"), [("fr", "fr"), ("fr-CA", "fr"), ("fr_FR.UTF-8", "fr"), ("de", "en"), ("", "en"), (None, "en")]
)
def test_a_code_means_a_language_of_ours_or_english(code: str | None, meant: str) -> None:
    assert language_of(code).code == meant


def test_what_is_written_follows_the_reader() -> None:
    with translation.override("fr"):
        assert (current_language(), current_language().time_of_day(9, 5)) == (FRENCH, "9\u00a0h\u00a005")
    with translation.override(SOURCE.code):
        assert (current_language(), current_language().time_of_day(9, 5)) == (SOURCE, "09:05")


def test_only_the_table_asks_which_language_it_is() -> None:
    """Where a module asks whether it is French, the next language is forgotten; words may stand side by side."""
    asked = re.compile(r"""(?:==|!=|startswith\(|\bin) *[("'\[]*(?:fr|french)["']|["'](?:fr|en)["'] (?:if|or) """)
    assert asked.search('"fr" if x else "en"')
    assert asked.search("language == 'fr'")
    assert [path for path in modules() if asked.search(read(path))] == [], "ask foundation.web.languages instead"


def test_words_are_given_for_whole_languages_only() -> None:
    """A table that has French and English has all the others, or a check that says that it has not."""
    tables = re.compile(r"""["']fr["']: """)
    known = {"across/search/filter_values.py", "across/search/typed_filters.py", "across/search/typed_query.py"}
    assert {path for path in modules() if tables.search(read(path))} == known, "check it in config/language_checks.py"
