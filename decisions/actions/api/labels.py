"""API of the labels of a project."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from circles.projects.access import project_for
from decisions.actions import permissions
from decisions.actions.api.schemas import LabelIn, LabelOut, LabelsOut
from decisions.actions.models import Label
from decisions.actions.workflows.labels import label_named, remove_label, rename_label
from foundation.accounts.decorators import asker
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import require

router = Router()


def label_for(request: HttpRequest, slug: str, pk: int) -> Label:
    """Find a label of a project the asker is in."""
    found = Label.objects.visible_to(asker(request)).in_project(project_for(request, slug))
    return get_object_or_404(found.with_numbers().select_related("project"), pk=pk)


@router.get("projects/{slug}/action-labels", response=LabelsOut)
def labels(request: HttpRequest, slug: str) -> Any:
    """List the labels by name."""
    found = Label.objects.visible_to(asker(request)).in_project(project_for(request, slug)).with_numbers()
    return {"labels": list(found.order_by(Alphabetical("name")))}


@router.post("projects/{slug}/action-labels", response={201: LabelOut})
def make_label(request: HttpRequest, slug: str, body: LabelIn) -> Any:
    """Make a label; one of this name that is there already is given back."""
    project = project_for(request, slug)
    require(permissions.may_label(asker(request), project))
    return Status(201, label_for(request, slug, label_named(project, body.name, by=asker(request)).pk))


@router.post("projects/{slug}/action-labels/{pk}/name", response=LabelOut)
def rename(request: HttpRequest, slug: str, pk: int, body: LabelIn) -> Any:
    """Call a label something else."""
    found = label_for(request, slug, pk)
    require(permissions.may_label(asker(request), found.project))
    rename_label(found, body.name, by=asker(request))
    return label_for(request, slug, pk)


@router.post("projects/{slug}/action-labels/{pk}/removal", response={204: None})
def remove(request: HttpRequest, slug: str, pk: int) -> Any:
    """Take a label off all actions."""
    found = label_for(request, slug, pk)
    require(permissions.may_label(asker(request), found.project))
    remove_label(found, by=asker(request))
    return Status(204, None)
