"""What the page of an action shows."""

from typing import Any

from circles.projects.models import Link
from decisions.actions import permissions
from decisions.actions.forms.actions import (
    DayForm,
    DescriptionForm,
    PlaceForm,
    ReassignForm,
    RepetitionForm,
    SourceForm,
)
from decisions.actions.models import Action, Label, today_in
from foundation.accounts.models import User
from foundation.files.contexts import files_on
from foundation.web.collation import Alphabetical


def page_of_action(found: Action, user: User) -> dict[str, Any]:
    """Gather an action (of `to_read`) with where it comes from, and what came of it."""
    project = found.project
    recurs = {"every": found.every, "unit": found.unit} if found.every else {}
    return {
        "project": project,
        "action": found,
        "circle": found.circle,
        "steps": found.steps.all(),
        "sources": Link.objects.into(found).order_by("pk"),
        "born": Link.objects.out_of(found).order_by("pk"),
        "blockers": found.blockers(),
        "dependents": Action.objects.open().filter(dependencies__blocker=found).with_people().order_by("number"),
        "files": files_on("action", found.pk, project.slug),
        "may_act": permissions.may_act(user, found),
        "handover": ReassignForm(project=project, initial={"owner": found.owner}),
        "day_form": DayForm(initial={"due_on": found.due_on}),
        "circle_form": PlaceForm(project=project, initial={"circle": found.circle.key}),
        "repetition": RepetitionForm(initial=recurs),
        "description": DescriptionForm(initial={"description": found.description}),
        "source_form": SourceForm(auto_id="source-%s"),
        "label_names": ", ".join(sorted(label.name for label in found.labels.all())),
        "labels": Label.objects.in_project(project).order_by(Alphabetical("name")),
        "today": today_in(project),
    }
