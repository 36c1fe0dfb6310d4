"""A process with Django set up on the database of a deployment: runs code again and again for one start."""

import contextlib
import io
import os
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


class DjangoProcess:
    """Started with the first code it is given; `stop()` ends it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.pool = ProcessPoolExecutor(1, get_context("spawn"), _set_up, (environment,))

    def run(self, code: str) -> str:
        """Return what the code prints.

        :raises RuntimeError: with the traceback, when it fails.
        """
        printed, failure = self.pool.submit(_run, code).result()
        if failure:
            raise RuntimeError(printed + failure)
        return printed

    def stop(self) -> None:
        self.pool.shutdown()


def _set_up(environment: dict[str, str]) -> None:
    import django

    os.environ.clear()
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="config.settings")
    django.setup()


def _run(code: str) -> tuple[str, str]:
    from django.db import connections

    printed, failure = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, {"__name__": "__main__"})
    except Exception:  # noqa: BLE001  # whatever it is, the test that asked says it
        failure = traceback.format_exc()
    finally:
        connections.close_all()
    return printed.getvalue(), failure
