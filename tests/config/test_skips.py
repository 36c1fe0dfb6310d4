"""A run in which something was skipped fails, and says why it was."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPS = {
    "by a mark": "@pytest.mark.skip(reason='no server')\ndef test_it(): ...",
    "by a condition": "@pytest.mark.skipif(True, reason='no server')\ndef test_it(): ...",
    "on the way": "def test_it():\n    pytest.skip('no server')",
    "by a fixture": "@pytest.fixture\ndef it():\n    pytest.skip('no server')\n\ndef test_it(it): ...",
    "with its module": "pytest.skip('no server', allow_module_level=True)",
}


@pytest.mark.parametrize("suite", SKIPS.values(), ids=SKIPS.keys())
def test_what_is_skipped_fails_the_run(tmp_path: Path, suite: str) -> None:
    (tmp_path / "test_suite.py").write_text(f"import pytest\n\n{suite}\n")
    (tmp_path / "pytest.ini").write_text("[pytest]")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "tests.support.skips"]
    here = ["--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), str(tmp_path)]
    run = subprocess.run([*command, *here], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode not in (0, 5), run.stdout
    assert "skipped, and nothing may be skipped here: Skipped: no server" in run.stdout
