"""A project's first day: its first circles, and many people at once."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from circles.circles.permissions import may_open_circle
from circles.invitations import permissions
from circles.invitations.forms.beginning import FirstCirclesForm, InvitePeopleForm
from circles.invitations.workflows.first_circles import open_first_circles
from circles.invitations.workflows.invite_people import invite_people
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_http_methods(["GET", "POST"])
@in_project
def first_circles(request: MemberRequest, project: Project) -> HttpResponse:
    """Open circles for the trades that one ticks."""
    require(may_open_circle(request.user, project.circles.general()))
    form = FirstCirclesForm(request.POST or None, project=project)
    if form.is_valid():
        number = len(open_first_circles(project, form.cleaned_data["trades"], by=request.user))
        said = ngettext("%(number)s circle opened.", "%(number)s circles opened.", number) % {"number": number}
        messages.success(request, said)
        return redirect(project)
    context = {"project": project, "form": form}
    return render(request, "invitations/first_circles.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@in_project
def invite(request: MemberRequest, project: Project) -> HttpResponse:
    """Invite many people into a circle, and show each link: this once."""
    require(permissions.may_invite(request.user, project))
    form = InvitePeopleForm(request.POST or None, project=project, user=request.user)
    if not form.is_valid():
        context = {"project": project, "form": form}
        return render(request, "invitations/invite_people.html", context, status=422 if form.is_bound else 200)
    circle, role = form.cleaned_data["circle"], form.cleaned_data["role"]
    invited = invite_people(circle, form.cleaned_data["addresses"], by=request.user, role=role)
    context = {"project": project, "circle": circle, "invited": invited, "sends_mail": settings.SENDS_MAIL}
    return render(request, "invitations/people_invited.html", context)
