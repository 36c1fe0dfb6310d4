"""No task waits for nobody: each says when it runs or who sends it, and whoever sends one names one that there is."""

import ast
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.module_loading import autodiscover_modules

from config.celery import app
from foundation.web.schedule import SCHEDULE, SENT_BY, never_sent
from tests.architecture.sources import ROOT, app_of, modules, parsed, place_of, walked

STARTED_WITH_A_LOST_TASK = """
from celery import shared_task
from config.celery import app

@shared_task
def lost(): ...

app.loader.init_worker()
"""
"""As Celery's worker and beat start, and the embedded server."""
NAME_OF_A_TASK = re.compile(r"[a-z_]+\.tasks\.[a-z_]+")


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    autodiscover_modules("tasks")


def decorated(path: str) -> dict[str, str]:
    """The functions of a module that are tasks, with the decorator that says so."""
    found = {}
    for node in walked(parsed(path)):
        for decorator in getattr(node, "decorator_list", []):
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            name = getattr(called, "attr", getattr(called, "id", ""))
            if name in ("scheduled", "unscheduled", "shared_task", "task"):
                found[node.name] = name  # type: ignore[attr-defined] # what is decorated has a name
    return found


def names_in(path: str) -> set[str]:
    """The names of tasks that stand in a module as text."""
    texts = (node.value for node in walked(parsed(path)) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and NAME_OF_A_TASK.fullmatch(text)}


def test_every_task_says_when_it_runs_or_who_sends_it() -> None:
    assert never_sent(app.tasks) == []
    assert len(SCHEDULE) >= 24
    assert all(row["schedule"] >= timedelta(seconds=1) for row in SCHEDULE.values())
    assert all(len(reason) > 20 for reason in SENT_BY.values())


def test_a_task_is_where_celery_looks_for_it_and_says_so_in_one_way() -> None:
    """Celery imports the `tasks` of each app: one that is elsewhere is there in some processes, and not in others."""
    places = {path: decorated(path) for path in modules() if path != "foundation/web/schedule.py"}
    elsewhere = [path for path, found in places.items() if found and path != f"{place_of(app_of(path))}/tasks.py"]
    assert elsewhere == []
    every = [(path, name, how) for path, found in places.items() for name, how in found.items()]
    bare = [f"{path}: {name}" for path, name, how in every if "scheduled" not in how]
    assert bare == [], "decorate with @scheduled(every=…) or @unscheduled(reason)"
    declared = {f"{app_of(path)}.tasks.{name}" for path, name, _how in every}
    assert declared == SCHEDULE.keys() | SENT_BY.keys()


def test_beat_sends_what_the_tasks_say() -> None:
    assert app.conf.beat_schedule is SCHEDULE
    assert {row["task"] for row in SCHEDULE.values()} - set(app.tasks) == set()


def test_whoever_sends_a_task_names_one_that_there_is() -> None:
    sent = {name: path for path in modules() for name in names_in(path)}
    assert {name: path for name, path in sent.items() if name not in app.tasks} == {}
    never = SENT_BY.keys() - sent.keys() - {"inbox.tasks.deliver_pushes"}
    assert never == set(), "nothing sends these"


def test_worker_and_beat_refuse_to_start_with_a_task_that_would_never_run(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "RONDE_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", STARTED_WITH_A_LOST_TASK]
    started = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "UnscheduledTask: ronde.lost: decorate with @scheduled(every=…)" in started.stderr
    assert started.returncode
