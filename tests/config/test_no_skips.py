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


@pytest.mark.parametrize("workers", ["0", "1"])
@pytest.mark.parametrize("suite", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_fails_the_run(tmp_path: Path, suite: str, workers: str) -> None:
    (tmp_path / "test_suite.py").write_text(f"import pytest\n\n{suite}\n\ndef test_another(): ...\n")
    (tmp_path / "pytest.ini").write_text("[pytest]")
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "no:django", "-p", "tests.support.no_skips", "-n", workers]
    here = ["--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), str(tmp_path)]
    run = subprocess.run([*command, *here], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout
    assert "no server" in run.stdout
