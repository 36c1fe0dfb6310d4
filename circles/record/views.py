"""The record: what was done, by whom, as sentences; and whether the chain holds."""

from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from circles.circles.queries.tree import circles_of
from circles.projects.access import in_project
from circles.projects.models import Project, Subject
from circles.projects.references import thing_at
from circles.record.filters import RecordFilter
from circles.record.timeline import by_day, sentences_of
from foundation.accounts.decorators import MemberRequest
from foundation.audit.models import Entry, Head
from foundation.audit.sealing import SealedRows, differences
from foundation.web.collation import place_of
from foundation.web.pagination import seq_page_of

MOST_DIFFERENCES = 200
"""Shown on the page; the command names all."""


def kind_of(model: type[Model]) -> str:
    """Return how the record calls things of a model."""
    return model.kind_name() if issubclass(model, Subject) else str(model._meta.model_name)


def kinds_of(project: Project) -> list[tuple[str, str]]:
    """Return the kinds of things the record tells of, with their names in the reader's language."""
    names = {kind_of(model): str(model._meta.verbose_name) for model in apps.get_models()}
    found = Entry.objects.of_project(project.pk).order_by().values_list("subject_kind", flat=True).distinct()
    return sorted(((kind, names.get(kind, kind)) for kind in found), key=lambda pair: place_of(pair[1]))


def choices_in(project: Project) -> dict[str, Any]:
    """Return what the record may be filtered by."""
    circles = sorted(circles_of(project), key=lambda one: place_of(one.name))
    return {"circles": circles, "people": project.people(), "kinds": kinds_of(project)}


@require_safe
@in_project
def record(request: MemberRequest, project: Project) -> HttpResponse:
    """List events, newest first, filtered by circle, person, kind of thing and day."""
    asked = RecordFilter.from_query(request.GET.dict())
    entries = asked.among(Entry.objects.of_project(project.pk).newest_first(), project)
    page = seq_page_of(entries, request.GET.get("before", ""))
    context = {
        "project": project,
        "head": Head.objects.with_times().filter(pk=project.pk).first(),
        "page": page,
        "days": by_day(sentences_of(project, page.rows, request.user)),
        "chosen": asked,
        **choices_in(project),
    }
    return render(request, "record/record.html", context)


@require_safe
@in_project
def verification(request: MemberRequest, project: Project) -> HttpResponse:
    """Check the project's chain now, and the rows that it seals, and say so."""
    found = next(iter(Entry.breaks_of(project.pk)), None)
    sealed = SealedRows.of(project.pk)
    context = {
        "project": project,
        "broken": found,
        "head": Head.objects.filter(pk=project.pk).first(),
        "sealed": sealed,
        "differences": list(islice(differences(project.pk, sealed), MOST_DIFFERENCES)),
    }
    return render(request, "record/verification.html", context)


@require_safe
@in_project
def reference(request: MemberRequest, project: Project, reference: str) -> HttpResponseRedirect:
    """Lead from a short name (D-12) to its page."""
    thing = thing_at(project, reference)
    if thing is None:
        raise Http404
    return redirect(thing.get_absolute_url())
