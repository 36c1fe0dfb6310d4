"""Run Ronde in one process: web server, worker and schedule, on SQLite and without Redis.

`python -m config.embedded --host 127.0.0.1 --port 8000`; `script/server` makes the environment and calls this.
"""

import argparse
import logging
import os
import socket
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

GRACE_S = 2
SAMPLE_AFTER_S = 20
LAST_S = 2.6
"""After so long the process ends whatever it still does: Ctrl-C takes 3 s at most. What counts as saved is on disk, and
what a job was at is begun again.
"""


class AnnouncingServer(uvicorn.Server):
    """Says where it serves, and not before it does; is gone soon after it is asked to stop."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        last = threading.Timer(LAST_S, os._exit, [0])
        last.daemon = True
        last.start()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            print(f"Ronde is at http://{self.config.host}:{self.config.port} (Ctrl-C ends it)", flush=True)  # noqa: T201


def start_jobs() -> Any:
    """Start Celery's worker and beat as threads of this process; returns the worker, to stop it."""
    from celery.beat import Service  # noqa: PLC0415 settings must be known

    from config.celery import app  # noqa: PLC0415

    # The memory transport looks for messages once a second by default: too slow for "at once".
    app.conf.update(
        broker_transport_options={"polling_interval": 0.05},
        worker_prefetch_multiplier=0,
        worker_hijack_root_logger=False,
    )
    worker = app.WorkController(
        pool="threads",
        concurrency=2,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
        loglevel=logging.WARNING,
    )
    beat = Service(app, max_interval=1, schedule_filename=os.devnull, scheduler_cls="celery.beat:Scheduler")
    threading.Thread(target=worker.start, name="worker", daemon=True).start()
    threading.Thread(target=beat.start, kwargs={"embedded_process": False}, name="beat", daemon=True).start()
    return worker, beat


def start_copying() -> Any:
    """Start copying the database continuously, where a folder for that is named; returns what stops it."""
    from django.conf import settings  # noqa: PLC0415 settings must be known

    from across.backup.continuous.supervisor import CopySettings, CopySupervisor  # noqa: PLC0415

    environment = settings.ENVIRONMENT
    if not environment.backup_dir:
        return None
    database = Path(settings.DATABASES["default"]["NAME"])
    copying = CopySupervisor(
        CopySettings(database, Path(settings.MEDIA_ROOT), environment.backup_dir, environment.backup_every_s)
    )
    copying.start()
    return copying


def prepare_sample_soon() -> None:
    """Prepare the sample in the other language, where the first was just loaded, once people have their first page."""
    from across.sample.languages import prepare_wanted  # noqa: PLC0415

    soon = threading.Timer(SAMPLE_AFTER_S, prepare_wanted)
    soon.daemon = True
    soon.start()


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description="Serve Ronde from one process.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("RONDE_BASE_URL", f"http://{options.host}:{options.port}")
    os.environ.setdefault("RONDE_DATABASE_POOL", "25")

    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    if not settings.EMBEDDED:
        sys.exit("RONDE_REDIS_URL is set: this is production mode, start web nodes and worker instead.")
    from config.startup_checks import Unsafe, hold_database, refuse_useless_copy  # noqa: PLC0415

    try:
        refuse_useless_copy()
        lock = hold_database(settings.ENVIRONMENT.data_dir)
    except Unsafe as unsafe:
        sys.exit(str(unsafe))
    _worker, beat = start_jobs()
    copying = start_copying()
    prepare_sample_soon()
    try:
        config = uvicorn.Config(
            "config.asgi:application",
            host=options.host,
            port=options.port,
            loop="uvloop",
            ws=settings.ENVIRONMENT.websockets(),
            ws_max_size=12 * 1024 * 1024,
            ws_per_message_deflate=False,
            lifespan="on",
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        server = AnnouncingServer(config)
        server.run()
        if not server.started:
            sys.exit(1)  # the port is taken, say; uvicorn has said so
    except KeyboardInterrupt:
        pass  # Ctrl-C is how people end it
    finally:
        beat.stop()
        if copying:
            copying.stop()
        lock.close()
    sys.stdout.flush()
    sys.stderr.flush()
    # A job that runs, such as a long PDF, would be waited for: its thread is no daemon.
    os._exit(0)


if __name__ == "__main__":
    main()
