"""Changing what a project is called and how it counts: language, calendar, currency, who decides across circles."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from circles.domain_events import ProjectSettingsChanged
from circles.event_types import CircleEvent
from circles.models import Expense, Project, Reservation
from web.exceptions import Refused
from web.extension_registry import publish

SETTINGS = ("name", "purpose", "language", "time_zone", "working_days", "country", "currency", "cross_circle_by")


def change_settings(project: Project, *, by: User, **values: Any) -> Project:
    """Change a project's settings (some of `SETTINGS`); its address stays. Nothing is recorded where nothing changes.

    Records `project.settings_changed` and publishes `ProjectSettingsChanged`: open rounds are routed anew.

    :raises Refused: for another currency once there are amounts in this one.
    """
    with transaction.atomic():
        project = project.locked()
        changed = [name for name in SETTINGS if name in values and values[name] != getattr(project, name)]
        if not changed:
            return project
        if "currency" in changed and has_amounts(project):
            raise Refused(
                _("There are amounts in %(currency)s already; they cannot become another currency.")
                % {"currency": project.currency}
            )
        for name in changed:
            setattr(project, name, values[name])
        project.save()
        project.record_event(CircleEvent.PROJECT_SETTINGS_CHANGED, by=by, also=["circles"], changed=changed)
        publish(ProjectSettingsChanged(project=project, by=by, changed=tuple(changed)))
    return project


def has_amounts(project: Project) -> bool:
    """Return whether money of the project has been counted."""
    return (
        project.budget is not None
        or Expense.objects.filter(circle__project=project).exists()
        or Reservation.objects.filter(project=project).exists()
    )
