"""A run in which something is skipped fails, and says why it was."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.databases import ROOT

SKIPS = {
    "by a mark": "@pytest.mark.skip(reason='no server')\ndef test_it(): ...",
    "by a condition": "@pytest.mark.skipif(True, reason='no server')\ndef test_it(): ...",
    "on the way": "def test_it():\n    pytest.skip('no server')",
    "by a fixture": "@pytest.fixture\ndef it():\n    pytest.skip('no server')\n\ndef test_it(it): ...",
    "with its module": "pytest.skip('no server', allow_module_level=True)",
}


def run(folder: Path, suite: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run these tests, beside one that passes, apart from ours."""
    (folder / "test_suite.py").write_text(f"import pytest\n\n{suite}\n\ndef test_another(): ...\n")
    (folder / "pytest.ini").write_text("[pytest]")
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "no:django", "-p", "tests.support.no_skips", *arguments]
    here = ["--rootdir", str(folder), "-c", str(folder / "pytest.ini"), str(folder)]
    return subprocess.run([*command, *here], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("suite", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_fails_the_run(tmp_path: Path, suite: str) -> None:
    result = run(tmp_path, suite)
    assert result.returncode == pytest.ExitCode.TESTS_FAILED, result.stdout
    assert "no server" in result.stdout


def test_a_skip_fails_a_run_with_workers(tmp_path: Path) -> None:
    assert run(tmp_path, SKIPS["by a mark"], "-n1").returncode == pytest.ExitCode.TESTS_FAILED


def test_a_run_without_skips_passes(tmp_path: Path) -> None:
    assert run(tmp_path, "").returncode == pytest.ExitCode.OK
