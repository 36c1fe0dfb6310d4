"""Ask for a copy, from pages and API."""

from datetime import timedelta

from django.utils.translation import gettext as _

from across.takeaway.models import ProjectImport, Takeaway
from circles.circles.models import Circle
from circles.projects.models import Project
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.languages import current_language
from foundation.web.task_queue import send_on_commit
from foundation.web.throttling import throttle

MAKE = "takeaway.tasks.make_copy"
"""By name: tasks stand above what is shared by pages and API."""
IMPORT = "takeaway.tasks.bring_in"
COPIES = 12
"""So many copies a person asks for in an hour: each is all of a project."""


def ask_for_copy(project: Project, *, circle: Circle | None, is_whole: bool, by: User) -> Takeaway:
    """Write down what a person asks for, and let a task make it; a circle's copy is never whole.

    :raises Refused: for everything, while there is a restricted document that they may not read.
    """
    if is_whole and circle is None:
        refuse_hidden(project, by)
    throttle(by.pk, "takeaway", most=COPIES, within=timedelta(hours=1))
    whole, language = is_whole and circle is None, current_language().code
    copy = Takeaway.request(project, circle=circle, is_whole=whole, language=language, by=by)
    send_on_commit(MAKE, str(copy.pk))
    return copy


def refuse_hidden(project: Project, by: User) -> None:
    """Raise `Refused` where a copy of everything would have words that are not for who asks for it."""
    every = Document.objects.in_project(project)
    hidden = every.exclude(pk__in=every.readable_by(by).order_by().values("pk")).order_by("number").first()
    if hidden is not None:
        sentence = _("%(document)s is restricted, and not for you: a copy of everything can be made when it is open.")
        raise Refused(sentence % {"document": hidden.reference})


def read_in_background(arrival: ProjectImport) -> None:
    """Let a task bring in what a person sent."""
    send_on_commit(IMPORT, str(arrival.pk))
