"""The engine room stands behind one switch."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STARTS = """
import sys
from config.asgi import application
from documents.documents.admission import _asked
from django.conf import settings
from django.db import connections
from foundation.web.work_clock import work_clock

def room_of(thing):
    return thing.__module__.split(".")[1]

print(
    any(name.startswith("foundation.serving") for name in sys.modules),
    room_of(type(work_clock())) == "serving",
    room_of(_asked.rows) == "serving",
    room_of(type(connections["default"])) == "serving",
    settings.MIDDLEWARE[0].startswith("foundation.serving."),
    settings.ENVIRONMENT.websockets().startswith("foundation.serving."),
)
"""


@pytest.mark.parametrize("plain", ["", "1"])
def test_a_server_has_all_of_it_or_nothing(plain: str, tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "RONDE_DATA_DIR": str(tmp_path),
        "RONDE_DATABASE_POOL": "25",
        "RONDE_PLAIN_SERVING": plain or "0",
    }
    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL"):
        environment.pop(name, None)
    said = subprocess.run(
        [sys.executable, "-c", STARTS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert set(said.stdout.split()) == {str(not plain)}
