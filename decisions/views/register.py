"""The register of decisions, and one decision's page."""

from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chat.talk import talk_about
from circles.access import MemberRequest, in_project
from circles.models import Circle, Project
from circles.paging import seq_page_of
from decisions import permissions
from decisions.models import Decision, PastProcess
from decisions.page import page_of_decision
from decisions.register import Asked
from decisions.views.finding import place


@require_safe
@in_project
def register(request: MemberRequest, project: Project) -> HttpResponse:
    """List decisions, the newest first, as the address asks; a fixed number of queries."""
    asked = Asked.read(request.GET.dict())
    found = asked.among(Decision.objects.visible_to(request.user).in_project(project), project)
    elsewhere = Exists(PastProcess.objects.filter(circle=OuterRef("pk")))
    circles: Any = Circle.objects.in_project(project).order_by("name").annotate(has_past=elsewhere)
    sums = found.in_force().aggregate(reserved=Sum("cost"))
    return render(
        request,
        "decisions/register.html",
        {
            "project": project,
            "asked": asked,
            "page": seq_page_of(asked.noted(found.for_lists()), request.GET.get("before", ""), key="number"),
            "reserved": sums["reserved"],
            **found.aggregate(number=Count("pk"), since=Min("adopted_at")),
            "circles": circles,
            "elsewhere": any(circle.has_past for circle in circles),
        },
    )


@require_safe
@in_project
def decision(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show one decision like a signed page of minutes."""
    found = get_object_or_404(
        Decision.objects.visible_to(request.user)
        .in_project(project)
        .select_related("owner", "proposal__created_by", "proposal__replaces", "superseded_by", "revoked_by"),
        number=number,
    )
    place(found, project)
    context = page_of_decision(found) | {"talk": talk_about(found, request.user)}
    context["may_review"] = found.is_in_force and permissions.may_hold_review(request.user, found)
    return render(request, "decisions/decision.html", context)
