"""Begin a project, with the five fundamental elements it is offered in its own language."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from circles.circles.domain_events import CircleCreated
from circles.circles.models import Fundamental
from circles.circles.models.fundamental import usual_cost
from circles.projects.domain_events import ElementChanging, ProjectCreated
from circles.projects.event_types import ProjectEvent
from circles.projects.models import Project
from circles.projects.models.project import free_slug
from circles.projects.models.translated_name import general_name as name_of_general
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish


def create_project(
    name: str,
    *,
    by: User | None,
    purpose: str = "",
    general_name: str = "",
    at: datetime | None = None,
    budget: Decimal | None = None,
    **fields: str,
) -> Project:
    """Create a project with its general circle, of which the founder is the pilot (an import has none).

    Publishes `ProjectCreated` and `CircleCreated`: each app adds its part (specification, daily sync, room).
    """
    with transaction.atomic():
        made: dict[str, Any] = {"created_at": at} if at else {}
        project = Project.objects.create(
            name=name, purpose=purpose, slug=free_slug(name), budget=budget, created_by=by, **fields, **made
        )
        project.record_event(ProjectEvent.PROJECT_CREATED, by=by, at=at)
        general = project.circles.create(
            key="general",
            name=general_name or name_of_general(project.language),
            purpose=purpose,
            hue=20,
            **made,
        )
        if by:
            general.admit(by, by=by, at=at, roles=["pilot"])
        publish(ProjectCreated(project=project, by=by, at=at))
        publish(CircleCreated(circle=general, by=by, at=at))
    return project


def declare_usual_elements(project: Project, *, by: User | None, at: datetime | None = None) -> None:
    """Declare safety, compliance, unit cost, date and cash in the general circle, with what is usually acceptable to
    correct; each can be edited.
    """
    with translation.override(project.language):
        offered = [
            ("safety", _("Nobody gets hurt")),
            ("compliance", _("It can be sold legally")),
            ("unit_cost", _("The unit cost stays within what was promised")),
            ("date", _("The first delivery keeps its date")),
            ("cash", _("The cash never runs out")),
        ]
    for sort, statement in offered:
        Fundamental.declare(
            project.circles.general(), statement, by=by, sort=sort, cost=usual_cost(project.budget), at=at
        )


def are_still_declared(project: Project) -> bool:
    """Return whether the pilot may still declare and change elements alone: as long as nobody was asked by them."""
    try:
        publish(ElementChanging(project=project))
    except Refused:
        return False
    return True


def set_up_project(name: str, *, by: User, with_elements: bool, **fields: Any) -> Project:
    """Make a project (`fields` as `create_project` takes them) and declare the usual elements, all or nothing."""
    with transaction.atomic():
        project = create_project(name, by=by, **fields)
        if with_elements:
            declare_usual_elements(project, by=by)
    return project
