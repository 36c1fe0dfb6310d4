"""Joining a circle by a link that many may use; and what who has just come in does first."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.circles.permissions import givable
from circles.invitations import permissions
from circles.invitations.forms.joining import JoinLinkForm
from circles.invitations.models import JoinLink
from circles.invitations.views.whole_session import whole_session
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts import made_for
from foundation.accounts.decorators import MemberRequest, public
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import require

USUAL_DAYS = 30


@require_http_methods(["GET", "POST"])
@in_circle
def join_link(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Show the circle's link to join, for copying; make one, or a new one."""
    require(permissions.may_make_join_link(request.user, circle))
    usual = circle.project.day_of(clock.now()) + timedelta(days=USUAL_DAYS)
    roles = givable(request.user, circle)
    form = JoinLinkForm(request.POST or None, roles=roles, initial={"ends_on": usual})
    if form.is_valid():
        return redirect(JoinLink.make(circle, by=request.user, **form.cleaned_data))
    link = circle.join_links.turned_on().select_related("made_by").first()
    context = {"project": circle.project, "circle": circle, "form": form, "link": link}
    return render(request, "invitations/join_link.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_circle
def end_join_link(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Turn the circle's link to join off."""
    require(permissions.may_make_join_link(request.user, circle))
    link = get_object_or_404(circle.join_links.turned_on())
    link.turn_off(by=request.user)
    messages.success(request, _("Link turned off: no one can use it any more."))
    return redirect(link)


@require_http_methods(["GET", "POST"])
@public
def join(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show what a link leads into; only the click joins, as programs open links too. Who makes an account by that
    click is in as soon as they are signed in, which is once their address is confirmed where e-mail is sent.
    """
    found = JoinLink.objects.by_secret(secret).select_related("circle__project", "project", "made_by")
    link = get_object_or_404(found)
    is_open = link.is_open
    wants_in = request.method == "POST" or (is_open and made_for.is_marked(request) and link.is_new_to(request.user))
    if wants_in and isinstance(request.user, User):
        membership = link.join(by=request.user)
        circle = link.circle.get_absolute_url()
        address = reverse("circles:welcome", args=[link.project.slug]) if membership else circle
        return whole_session(request, address, lets_in=False) or redirect(address)
    if made_for.MARK in request.GET and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST" and is_open:
        made_for.note_page(request)
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path})}")
    return render(request, "invitations/join.html", {"link": link, "is_open": is_open, "here": request.path})


@require_safe
@in_project
def welcome(request: MemberRequest, project: Project) -> HttpResponse:
    """Show who has just come in what to do first: be known, know the circle, see what waits."""
    own = project.memberships.current().filter(user=request.user).select_related("circle")
    newest = own.order_by("-started_at")[0]
    return render(request, "invitations/welcome.html", {"project": project, "circle": newest.circle})
