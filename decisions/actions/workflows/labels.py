"""The labels of a project, and of each action."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models.shared_word import MAX_WORDS
from circles.projects.models import Project
from decisions.actions.event_types import ActionEvent, LabelEvent
from decisions.actions.models import Action, Label
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.web.exceptions import Refused

MAX_OF_ONE = 10


def label_named(project: Project, name: str, *, by: User, at: datetime | None = None) -> Label:
    """Return the project's label of this name, in whatever case; a new one is made. Records `label.created`."""
    wanted = Label.name_or_refused(name)
    with transaction.atomic():
        Head.lock(project.pk)
        found = Label.objects.in_project(project).named(wanted).first()
        if found is None:
            if Label.objects.in_project(project).count() >= MAX_WORDS:
                raise Refused(_("A project has at most %(number)s labels.") % {"number": MAX_WORDS})
            found = Label.objects.create(project=project, name=wanted)
            found.record_event(LabelEvent.CREATED, by=by, at=at, also=["actions"])
    return found


def set_labels(action: Action, names: Iterable[str], *, by: User, at: datetime | None = None) -> None:
    """Give an action these labels and no others. Records `action.labelled` where that changes any."""
    with transaction.atomic():
        found = action.locked_open()
        wanted = {(label := label_named(found.project, name, by=by, at=at)).pk: label for name in names if name.strip()}
        if len(wanted) > MAX_OF_ONE:
            raise Refused(_("An action has at most %(number)s labels.") % {"number": MAX_OF_ONE})
        if set(wanted) == set(found.labels.values_list("pk", flat=True)):
            return
        found.labels.set(wanted.values())
        listed = sorted(label.name for label in wanted.values())
        found.record_event(ActionEvent.LABELLED, **found.event_context(by, at), names=", ".join(listed))


def rename_label(label: Label, name: str, *, by: User, at: datetime | None = None) -> None:
    """Call a label something else, on all actions. Records `label.renamed`."""
    wanted = Label.name_or_refused(name)
    with transaction.atomic():
        found = label.locked()
        if Label.objects.in_project(found.project).named(wanted).exclude(pk=found.pk).exists():
            raise Refused(_("A label “%(name)s” already exists.") % {"name": wanted})
        before, found.name = found.name, wanted
        if before != wanted:
            found.save()
            found.record_event(LabelEvent.RENAMED, by=by, at=at, also=["actions"], before=before)


def remove_label(label: Label, *, by: User, at: datetime | None = None) -> None:
    """Take a label off all actions. Records `label.removed`."""
    with transaction.atomic():
        found = label.locked()
        found.record_event(LabelEvent.REMOVED, by=by, at=at, also=["actions"])
        found.delete()
