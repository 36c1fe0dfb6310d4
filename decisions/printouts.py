"""Orders of the register as PDF, from any door."""

from django.db import transaction
from django.utils.translation import get_language

from accounts.models import User
from circles.models import Project
from decisions.models import Decision, Printout
from decisions.register import Asked
from decisions.tasks import print_register


def order(project: Project, asked: Asked, *, by: User) -> Printout:
    """Write down what somebody asks for, and let a task make it."""
    number = asked.among(Decision.objects.visible_to(by).in_project(project), project).count()
    printout = Printout.order(project, asked.query, number=number, language=get_language() or "en", by=by)
    transaction.on_commit(lambda: print_register.delay(str(printout.pk)))
    return printout
