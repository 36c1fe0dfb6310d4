"""Changing what a project is called and how it counts: language, calendar, currency, who decides across circles."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from circles.projects.event_types import ProjectEvent
from circles.projects.models import Project
from circles.projects.models.project import CurrencyChanging, ProjectSettingsChanged
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish

MIB = 1024 * 1024
SETTINGS = (
    "name",
    "purpose",
    "language",
    "time_zone",
    "working_days",
    "country",
    "currency",
    "cross_circle_by",
    "file_space_mb",
    "public_links",
    "led_in_steps",
)


def change_settings(project: Project, *, by: User, **values: Any) -> Project:
    """Change a project's settings (some of `SETTINGS`); its address stays. Nothing is recorded where nothing changes.

    Records `project.settings_changed` and publishes `ProjectSettingsChanged`: open rounds are routed anew.

    :raises Refused: for another currency once there are amounts in this one; for more space than the server gives,
        unless by its administrator.
    """
    with transaction.atomic():
        project = project.locked()
        changed = [name for name in SETTINGS if name in values and values[name] != getattr(project, name)]
        if not changed:
            return project
        if "currency" in changed:
            publish(CurrencyChanging(project=project))
        if "public_links" in changed and values["public_links"] and not settings.PUBLIC_LINKS:
            raise Refused(_("The administrator of this server has turned public links off."))
        if "file_space_mb" in changed and not by.is_superuser:
            refuse_more_space(values["file_space_mb"])
        for name in changed:
            setattr(project, name, values[name])
        project.save()
        project.record_event(ProjectEvent.PROJECT_SETTINGS_CHANGED, by=by, also=["circles"], changed=changed)
        publish(ProjectSettingsChanged(project=project, by=by, changed=tuple(changed)))
    return project


def refuse_more_space(file_space_mb: int | None) -> None:
    """Raise `Refused` for more than this server gives a project."""
    if file_space_mb is not None and file_space_mb * MIB > settings.PROJECT_FILE_BYTES:
        raise Refused(
            _("This server gives a project at most %(most)s for its files; its administrator may give more.")
            % {"most": filesizeformat(settings.PROJECT_FILE_BYTES)}
        )
