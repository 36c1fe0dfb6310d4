"""A short torture of what people run: one server on SQLite, and two nodes on PostgreSQL and Redis."""

import os
import subprocess
import sys

import pytest

from tests.support.databases import ROOT
from tests.support.rotation import one_in
from tests.torture.verdict import GREEN

pytestmark = pytest.mark.every_commit

OPS, MINUTES = 500, 8  # it ends as soon as each kind of fault has struck and so many changes are acknowledged


@pytest.mark.parametrize("servers", one_in(2, "torture", ["embedded", "production"]))
def test_a_short_torture_ends_green(servers: str) -> None:
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.torture",
        "SEED=7",
        "--ops",
        str(OPS),
        "--minutes",
        str(MINUTES),
    ]
    if servers == "production":
        command.append("--production")
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'script' / 'lib'}"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert ended.returncode == GREEN, ended.stdout + ended.stderr
