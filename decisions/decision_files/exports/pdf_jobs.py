"""Orders of the register as PDF, from pages and API."""

from circles.projects.models import Project
from decisions.decisions.models import Decision, Printout
from decisions.decisions.register.filters import RegisterFilters
from foundation.accounts.models import User
from foundation.web.languages import current_language
from foundation.web.task_queue import send_on_commit

TASK = "decision_files.tasks.print_register"
"""By name: tasks stand above what is shared by pages and API."""


def order(project: Project, asked: RegisterFilters, *, by: User) -> Printout:
    """Write down what a person asks for, and let a task make it."""
    number = asked.among(Decision.objects.visible_to(by).in_project(project), project).count()
    printout = Printout.request(project, asked.query, number=number, language=current_language().code, by=by)
    send_on_commit(TASK, str(printout.pk))
    return printout
