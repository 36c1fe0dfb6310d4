"""A process with Django set up on the database of a deployment: calls function after function for one start."""

import os
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any


class DjangoProcess:
    """Started with the first call; `stop()` ends it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.pool = ProcessPoolExecutor(1, get_context("spawn"), _set_up, (environment,))

    def call[**P, R](self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what a function of a module returns there; what it takes and returns is pickled.

        :raises RuntimeError: with the traceback, when it fails.
        """
        result, failure = self.pool.submit(_call, function, args, kwargs).result()
        if failure:
            raise RuntimeError(failure)
        answer: R = result
        return answer

    def stop(self) -> None:
        self.pool.shutdown()


def _set_up(environment: dict[str, str]) -> None:
    import django

    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "RONDE_TEST_FOLDER": os.environ["RONDE_TEST_FOLDER"]}
    os.environ.clear()
    os.environ.update(environment | own)
    django.setup()


def _call(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, str]:
    from django.db import connections

    try:
        return function(*args, **kwargs), ""
    except Exception:  # noqa: BLE001  # whatever it is, the test that asked says it
        return None, traceback.format_exc()
    finally:
        connections.close_all()
