"""A server that is up looks for no garbage in what it loaded, and lets no thread keep the others waiting long."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.warmup import SWITCH_S

ROOT = Path(__file__).resolve().parents[2]
LIVES = """
import asyncio, gc, sys
from config.asgi import application

async def live():
    asked = iter(["lifespan.startup", "lifespan.shutdown"])
    async def receive():
        return {"type": next(asked)}
    async def send(message):
        print(message["type"], gc.get_freeze_count(), sys.getswitchinterval())
    await application({"type": "lifespan"}, receive, send)

asyncio.run(live())
"""
ANSWERS = "import gc, sys, config.wsgi; print('loaded', gc.get_freeze_count(), sys.getswitchinterval())"


@pytest.mark.parametrize("way", [LIVES, ANSWERS], ids=["asgi", "wsgi"])
def test_a_started_server_looks_for_no_garbage_and_switches_threads_often(way: str, tmp_path: Path) -> None:
    environment = os.environ | {"RONDE_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL"):
        environment.pop(name, None)
    command = [sys.executable, "-c", way]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    word, number, interval = said.stdout.splitlines()[0].split()
    assert word in {"lifespan.startup.complete", "loaded"}
    assert int(number) > 100_000
    assert float(interval) == pytest.approx(SWITCH_S)
