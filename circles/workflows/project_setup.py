"""Begin a project, with the five fundamental elements it is offered in its own tongue."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from circles.domain_events import ElementChanging
from circles.extension_points import publish
from circles.models import Fundamental, Project
from web.exceptions import Refused


def declare_usual_elements(project: Project, *, by: User | None, at: datetime | None = None) -> None:
    """Declare safety, compliance, unit cost, date and cash in the general circle; each can be edited."""
    with translation.override(project.language):
        offered = [
            ("safety", _("Nobody gets hurt")),
            ("compliance", _("It can be sold legally")),
            ("unit_cost", _("The unit cost stays within what was promised")),
            ("date", _("The first delivery keeps its date")),
            ("cash", _("The cash never runs out")),
        ]
    for sort, statement in offered:
        Fundamental.declare(project.general, statement, by=by, sort=sort, at=at)


def are_still_declared(project: Project) -> bool:
    """Say whether the pilot may still declare and change elements alone: as long as nobody was asked by them."""
    try:
        publish(ElementChanging(project=project))
    except Refused:
        return False
    return True


def begin_project(name: str, *, by: User, with_elements: bool, **fields: Any) -> Project:
    """Make a project (`fields` as `Project.found` takes them) and declare the usual elements, all or nothing."""
    with transaction.atomic():
        project = Project.found(name, by=by, **fields)
        if with_elements:
            declare_usual_elements(project, by=by)
    return project
