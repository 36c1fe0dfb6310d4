"""Send a task after the current transaction commits."""

from celery import current_app
from django.db import transaction


def send_on_commit(task: str, *arguments: object) -> None:
    """Send a task, by its name, when this transaction is written.

    Without Redis nothing is sent, and what was written stands: the schedule finds it, or says that nobody did it. The
    name, as tasks stand above what pages and API share.
    """
    transaction.on_commit(lambda: current_app.send_task(task, list(arguments)), robust=True)
