"""The page of pace: how deciding goes, and what other limits would change."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from daily.pace.contexts.past_register import register_of
from daily.pace.contexts.pictures import pictures
from daily.pace.contexts.tuner import domain_tuner, tuner
from daily.today.contexts.months import months_to
from daily.today.contexts.statistics import pairs
from foundation.accounts.decorators import MemberRequest


@require_safe
@in_project
def pace(request: MemberRequest, project: Project) -> HttpResponse:
    """Show how deciding goes as pictures, and play the register again under other limits and with domains elsewhere: to
    all in it.
    """
    register = register_of(project)
    context = {
        "project": project,
        "number": len(register.decisions),
        "pictures": pictures(register),
        "pairs": pairs(project, register.claimed_since(months_to(project.day_of(now_in(project)))[0])),
        "empty": _("Nothing was decided yet. Once it is, this page shows how, how fast, and where it waits."),
        **tuner(project, register, request.GET.get("circle", ""), request.GET.get("limit", "")),
        "elsewhere": domain_tuner(project, register, request.GET.get("domain", ""), request.GET.get("to", "")),
    }
    return render(request, "pace/pace.html", context)
