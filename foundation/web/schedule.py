"""Decorators that say when a task runs; `config.celery` passes the schedule to beat, and refuses a task without one."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Protocol

from celery import shared_task

SCHEDULE: dict[str, dict[str, Any]] = {}
"""What beat sends, by the name of the task."""
SENT_BY: dict[str, str] = {}
"""Tasks that no schedule sends: who sends them, and what becomes of the work when they do not run."""


class MakesTask(Protocol):
    """A decorator that makes a task of a function; called, that does what the function does."""

    def __call__[**P, R](self, function: Callable[P, R]) -> Callable[P, R]:
        """Make it."""
        ...


def scheduled(*, every: timedelta) -> MakesTask:
    """Make a function a task that beat sends so often. It may run late or twice: the database is the truth."""

    def decorate[**P, R](function: Callable[P, R]) -> Callable[P, R]:
        SCHEDULE[name_of(function)] = {"task": name_of(function), "schedule": every}
        return _task(function)

    return decorate


def unscheduled(reason: str) -> MakesTask:
    """Make a function a task that beat never sends, and say who does."""

    def decorate[**P, R](function: Callable[P, R]) -> Callable[P, R]:
        SENT_BY[name_of(function)] = reason
        return _task(function)

    return decorate


def never_sent(tasks: Iterable[str]) -> list[str]:
    """Return those of Celery's tasks that are ours and say neither when they run nor who sends them."""
    ours = (task for task in tasks if not task.startswith("celery."))
    return sorted(task for task in ours if task not in SCHEDULE and task not in SENT_BY)


def name_of(function: Callable[..., object]) -> str:
    """Return the name by which Celery knows a task: `inbox.tasks.send_notices`, in whichever group the app stands."""
    _group, _dot, module = function.__module__.partition(".")
    return f"{module}.{function.__qualname__}"


def _task[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    task: Callable[P, R] = shared_task(name=name_of(function))(function)
    return task
