"""Guests: who is let into what; invite one, let one out; and what a guest sees."""

from datetime import timedelta
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.invitations import permissions
from circles.invitations.contexts.guests import places_of, rows_of
from circles.invitations.forms.guests import GuestForm, GuestNameForm
from circles.invitations.guest_things import guest_thing_for
from circles.invitations.models import Guest
from circles.invitations.models.invitation import is_as_mailed
from circles.invitations.workflows import link_guests
from circles.invitations.workflows.guests import accept, circle_of, invite_guest, let_out, thing_of, usual_day
from circles.projects.access import in_project, is_guest, open_to_guests
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest, public
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import require
from foundation.web.throttling import throttle

COMING_AN_HOUR = 30


@require_safe
@in_project
def guests(request: MemberRequest, project: Project) -> HttpResponse:
    """List the guests of a project, now and before."""
    every = project.guests.humans().with_people().order_by("-invited_at")
    return render(request, "invitations/guests.html", {"project": project, "rows": rows_of(every, request.user)})


@require_http_methods(["GET", "POST"])
@in_project
def guests_of_thing(request: MemberRequest, project: Project, kind: str, key: str) -> HttpResponse:
    """List the guests of a document, a topic or a circle, and invite one."""
    thing = guest_thing_for(project, request.user, kind, key)
    may_invite = permissions.may_invite_guest(request.user, circle_of(thing))
    require(may_invite or request.method != "POST")
    form = GuestForm(request.POST or None, kind=kind, initial={"ends_on": usual_day(project)})
    context = {"project": project, "thing": thing, "kind": kind, "key": key, "form": form, "may_invite": may_invite}
    if form.is_valid():
        terms = form.cleaned_data
        context["by_link"] = terms.get("by_link", False)
        context["link"] = invite_guest(thing, terms.pop("email"), **terms, by=request.user)
        context |= {"email": request.POST["email"], "sends_mail": settings.SENDS_MAIL}
        return render(request, "invitations/guest_invited.html", context)
    found = Guest.objects.at(kind, thing.pk).humans().with_people().order_by("-invited_at")
    context["rows"] = rows_of(found, request.user)
    return render(request, "invitations/thing_guests.html", context, status=422 if form.is_bound else 200)


@require_POST
@open_to_guests
def guest_ending(request: MemberRequest, project: Project, pk: int) -> HttpResponseBase:
    """End a guest's access at once; guests end their own."""
    found = get_object_or_404(project.guests.humans().with_people(), pk=pk)
    if is_guest(request) and found.user_id != request.user.pk:
        raise Http404
    require(permissions.may_end_guest(request.user, found, circle_of(thing_of(found))))
    let_out(found, by=request.user)
    return redirect("home") if is_guest(request) else redirect("circles:guests", project.slug)


@require_safe
@open_to_guests
def guest(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Show a guest what they are let into; who is in the project has Today."""
    if not is_guest(request):
        return redirect(project)
    return render(request, "invitations/guest.html", {"project": project, "places": places_of(request.user, project)})


@require_http_methods(["GET", "POST"])
@public
def guest_invitation(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show a guest's invitation; only the click accepts it, because mail scanners open links."""
    found = get_object_or_404(Guest.objects.by_secret(secret).with_people())
    is_mailed = is_as_mailed(secret, request.GET.get("mailed", ""))
    if found.by_link and is_mailed and not request.user.is_authenticated and link_guests.opens_to(found):
        return come_by_link(request, found)
    # Who invites does not learn by this page whether there is an account.
    known = (is_mailed or not settings.SENDS_MAIL) and User.objects.filter(email=found.email).exists()
    if request.method == "POST" and isinstance(request.user, User):
        accept(found, by=request.user)
        return redirect("circles:guest", found.project.slug)
    if request.method == "POST" and found.is_waiting and not known:
        if is_mailed:  # the address is theirs, and confirmed by that
            get_adapter(request).stash_verified_email(request, found.email)
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path, 'email': found.email})}")
    context = {"guest": found, "thing": thing_of(found), "known": known}
    return render(request, "invitations/guest_invitation.html", context)


def come_by_link(request: HttpRequest, guest: Guest) -> HttpResponseBase:
    """Let in whoever reads the e-mails of an address, without an account; only the click does, as mail scanners open
    links. The address of this page is a key: it is sent to nobody.
    """
    form = GuestNameForm(request.POST or None)
    if request.method == "POST" and (guest.user or form.is_valid()):
        throttle(guest.pk, "guest_link", most=COMING_AN_HOUR, within=timedelta(hours=1))
        name = "" if guest.user else form.cleaned_data["name"]
        login(request, link_guests.enter(guest, name), backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session[link_guests.BY_LINK] = True
        left = int((guest.ends_at - clock.now()).total_seconds())
        request.session.set_expiry(max(1, min(left, settings.SESSION_COOKIE_AGE)))
        return redirect(thing_of(guest))
    context = {"guest": guest, "thing": thing_of(guest), "form": form}
    answer = render(request, "invitations/come_by_link.html", context, status=422 if form.is_bound else 200)
    answer.headers["Referrer-Policy"] = "strict-origin"  # without any, browsers' forms would be refused
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
