"""A worker that reads what people said as soon as it is written, as where Celery runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from celery import current_app

from circles.projects.tasks import follow_thing
from circles.projects.workflows.following import FOLLOW


@contextmanager
def words_followed() -> Iterator[None]:
    sent_on = current_app.send_task

    def send_task(name: str, args: Any = None, *rest: Any, **more: Any) -> Any:
        return follow_thing(*args) if name == FOLLOW else sent_on(name, args, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(current_app, "send_task", send_task)
        yield
