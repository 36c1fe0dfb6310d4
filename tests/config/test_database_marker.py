"""Tests that use the database say so beforehand, and are told from those that need none."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from foundation.accounts.models import User
from tests.support.databases import ROOT

SUITE = """
import pytest

@pytest.fixture
def db(): ...

@pytest.fixture
def _django_db_helper(): ...

@pytest.fixture
def ada(db): ...

@pytest.mark.django_db
def test_by_mark(): ...

def test_by_fixture(ada): ...

def test_nothing(): ...

def test_unannounced(request):
    request.getfixturevalue("_django_db_helper")
"""


def run(folder: Path, *arguments: str) -> str:
    """Run these tests apart from ours; return what pytest says."""
    (folder / "test_suite.py").write_text(SUITE)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = django_db\n  database")
    plugins = ["-p", "no:django", "-p", "tests.support.database_marker"]
    command = [sys.executable, "-m", "pytest", "-q", "-rA", *plugins, *arguments]
    here = ["--rootdir", str(folder), "-c", str(folder / "pytest.ini"), str(folder)]
    return subprocess.run([*command, *here], cwd=ROOT, capture_output=True, text=True).stdout


def test_the_mark_selects_what_uses_the_database(tmp_path: Path) -> None:
    said = run(tmp_path, "-m", "database")
    assert sorted(re.findall(r"PASSED .*::(\w+)", said)) == ["test_by_fixture", "test_by_mark"]
    assert "2 passed, 2 deselected" in said


def test_a_test_that_uses_the_database_unannounced_fails(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert re.findall(r"FAILED .*::(\w+)", said) == ["test_unannounced"]
    assert "it uses the database unannounced" in said
    assert "3 passed" in said


def test_touching_the_database_unannounced_is_refused() -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        User.objects.count()
