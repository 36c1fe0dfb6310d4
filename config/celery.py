"""The Celery application. Each task says when it runs (`foundation/web/schedule.py`); the database is the truth, a task
a hint.
"""

import os

from celery import Celery
from celery.signals import import_modules

from foundation.web.schedule import SCHEDULE, never_sent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("ronde")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = SCHEDULE  # fills as the modules of tasks are imported


class UnscheduledTask(Exception):
    """A task that nothing would ever send."""


def refuse_tasks_never_sent(**_signal: object) -> None:
    """Keep worker and beat from starting with a task that would never run, and that nobody would miss.

    :raises UnscheduledTask: naming them.
    """
    if lost := never_sent(app.tasks):
        raise UnscheduledTask(f"{', '.join(lost)}: decorate with @scheduled(every=…) or @unscheduled(reason).")


# After `autodiscover_tasks`, whose receiver imports the tasks; celery's loader raises again what a receiver raised.
import_modules.connect(refuse_tasks_never_sent, sender=app, weak=False)
