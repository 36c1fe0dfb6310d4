"""Tests run on both databases when they ask for one; what asks for none cannot come to one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.models import User

ROOT = Path(__file__).resolve().parents[2]
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

def test_in_secret(request):
    request.getfixturevalue("_django_db_helper")
"""


def run(folder: Path, *arguments: str) -> str:
    """Run these tests apart from ours and give what pytest says."""
    (folder / "test_suite.py").write_text(SUITE)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = django_db")
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:django", "-p", "tests.support.asking", *arguments]
    here = ["--rootdir", str(folder), "-c", str(folder / "pytest.ini"), str(folder)]
    return subprocess.run([*command, *here], cwd=ROOT, capture_output=True, text=True).stdout


def test_the_second_database_meets_those_that_ask_for_one(tmp_path: Path) -> None:
    said = run(tmp_path, "--asking")
    assert sorted(re.findall(r"PASSED .*::(\w+)", said)) == ["test_by_fixture", "test_by_mark"]
    assert "2 passed, 2 deselected" in said


def test_who_comes_to_a_database_without_having_asked_fails(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert re.findall(r"FAILED .*::(\w+)", said) == ["test_in_secret"]
    assert "it asks for the database while it runs" in said
    assert "3 passed" in said


def test_touching_the_database_without_asking_is_refused() -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        User.objects.count()
