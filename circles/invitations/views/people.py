"""Who is in the project, and whom to let into its circles."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.circles.access import in_circle
from circles.circles.away import with_away
from circles.circles.contexts.team import own_week, team_members
from circles.circles.models import Circle
from circles.circles.permissions import may_admit
from circles.circles.queries.people import people_answering
from circles.circles.queries.tree import circles_of
from circles.invitations import permissions
from circles.invitations.forms.invitations import AdmissionForm, InvitationForm
from circles.invitations.models import Invitation, masked
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest
from foundation.accounts.models import User
from foundation.web.exceptions import require
from foundation.web.name_patterns import SearchQuery
from foundation.web.pagination import page_of


@require_safe
@in_project
def people(request: MemberRequest, project: Project) -> HttpResponse:
    """List who is in the project (or has a voice in one circle of it), with circles, roles and skills; find who can do
    something.
    """
    asked, key = request.GET.get("q", "").strip(), request.GET.get("circle", "")
    chosen = next((one for one in circles_of(project) if one.key == key), None)
    found = people_answering(chosen.members() if chosen else project.people(), SearchQuery.from_text(asked))
    rows = with_away(found, project, "pk")
    page = page_of(rows, request.GET.get("after", ""), key="name", size=100)
    context = {
        "project": project,
        "asked": asked,
        "chosen": chosen,
        "page": page,
        "people": team_members(project, page.rows),
        "me": own_week(project, request.user),
        "may_invite": permissions.may_invite(request.user, project),
        "waiting": [] if asked else invited(project, request.user),
    }
    return render(request, "invitations/people.html", context)


def invited(project: Project, user: User) -> list[tuple[Invitation, str]]:
    """List the invitations that wait, each with its address as this person may read it."""
    waiting = project.invitations.waiting().upheld().select_related("circle", "invited_by")
    return [(one, address_for(user, project, one)) for one in waiting]


def address_for(user: User, project: Project, invitation: Invitation) -> str:
    """Return the invited address as this person may read it."""
    inviter, circle = invitation.invited_by_id, invitation.circle_id
    open_to_them = permissions.may_see_address(user, project, inviter=inviter, circle=circle)
    return invitation.email if open_to_them else masked(invitation.email)


@require_http_methods(["GET", "POST"])
@in_circle
def admit(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Let a person of the project into the circle, or ask for an address to invite."""
    require(may_admit(request.user, circle))
    form = AdmissionForm(request.POST or None, circle=circle)
    if form.is_valid():
        circle.admit(form.cleaned_data["person"], by=request.user)
        return redirect(circle)
    return render(
        request,
        "invitations/admission.html",
        {
            "project": circle.project,
            "circle": circle,
            "admission": form,
            "invitation": InvitationForm(),
            "may_make_link": permissions.may_make_join_link(request.user, circle),
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
@in_circle
def invite(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Invite an address into the circle."""
    require(may_admit(request.user, circle))
    form = InvitationForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        link = Invitation.send(circle, email, by=request.user)
        context = {"project": circle.project, "circle": circle, "link": link, "email": email}
        return render(request, "invitations/invited.html", {**context, "sends_mail": settings.SENDS_MAIL})
    messages.error(request, _("This is not an e-mail address."))
    return redirect(circle)
