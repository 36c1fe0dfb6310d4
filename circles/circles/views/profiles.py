"""What a person says of themself, with their picture: written by them, read by who is in a project with them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.circles.away import with_away
from circles.circles.contexts.team import team_members
from circles.circles.forms.profiles import ProfileForm
from circles.circles.models import Membership
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.accounts.models import User
from foundation.files.models import Portrait
from foundation.files.serving import send_portrait
from foundation.files.workflows.portraits import keep_portrait, remove_portrait
from foundation.web.collation import Alphabetical


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: MemberRequest) -> HttpResponse:
    """Show and keep what one says of oneself, and one's picture."""
    form = ProfileForm(request.POST or None, request.FILES or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        user = form.save()
        if sent := form.cleaned_data["file"]:
            keep_portrait(user, sent.file, sent.size or 0)
        messages.success(request, _("Saved."))
        return redirect("profile")
    own = Membership.objects.current().filter(user=request.user).select_related("circle", "project")
    context = {"form": form, "memberships": own.order_by(Alphabetical("project__name"), Alphabetical("circle__name"))}
    return render(request, "circles/profile.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def picture_removal(request: MemberRequest) -> HttpResponse:
    """Show initials in place of one's picture."""
    remove_portrait(request.user)
    return redirect("profile")


@require_safe
@signed_in
def person_picture(request: MemberRequest, person: UUID, key: str) -> HttpResponseBase:
    """Send the picture of a person to themself, and to who is in a project that they are or were in."""
    shared = Membership.objects.filter(user=person, project__in=Project.objects.visible_to(request.user))
    portrait = get_object_or_404(Portrait, user=person, key=key)
    if person != request.user.pk and not shared.exists():
        raise Http404
    return send_portrait(portrait)


@require_safe
@in_project
def person(request: MemberRequest, project: Project, person: UUID) -> HttpResponse:
    """Show a person of the project: what they say of themself, their circles and roles."""
    found = get_object_or_404(with_away(User.objects.all(), project, "pk"), pk=person)
    of_theirs = project.memberships.filter(user=found)
    if not of_theirs.exists():
        raise Http404
    (member,) = team_members(project, [found])
    return render(request, "circles/person_page.html", {"project": project, "person": found, "member": member})
