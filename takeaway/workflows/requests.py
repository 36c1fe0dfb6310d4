"""Ask for a copy, from pages and API."""

from datetime import timedelta

from celery import current_app
from django.db import transaction
from django.utils.translation import get_language

from accounts.models import User
from circles.models import Circle, Project
from takeaway.models import ProjectImport, Takeaway
from web.throttling import throttle

MAKE = "takeaway.tasks.make_copy"
"""By name: tasks stand above what is shared by pages and API."""
IMPORT = "takeaway.tasks.bring_in"
COPIES = 12
"""So many copies somebody asks for in an hour: each is all of a project."""


def ask_for_copy(project: Project, *, circle: Circle | None, is_whole: bool, by: User) -> Takeaway:
    """Write down what somebody asks for, and let a task make it; a circle's copy is never whole."""
    throttle(by.pk, "takeaway", most=COPIES, within=timedelta(hours=1))
    whole, language = is_whole and circle is None, get_language() or "en"
    copy = Takeaway.request(project, circle=circle, is_whole=whole, language=language, by=by)
    transaction.on_commit(lambda: current_app.send_task(MAKE, [str(copy.pk)]))
    return copy


def read_in_background(arrival: ProjectImport) -> None:
    """Let a task bring in what somebody sent."""
    transaction.on_commit(lambda: current_app.send_task(IMPORT, [str(arrival.pk)]))
