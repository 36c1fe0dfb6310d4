"""Roles that people hold in a circle, their terms, and how much of their week it has."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from circles.circles import permissions
from circles.circles.access import in_circle
from circles.circles.forms.roles import OwnWordsForm, RoleForm, TermForm, TimeForm
from circles.circles.models import Circle, Membership, Role
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def seat_in(circle: Circle, pk: int) -> Membership:
    """Find a membership of the circle that has not ended."""
    found: Membership = get_object_or_404(circle.memberships.current().select_related("user"), pk=pk)
    found.circle = circle
    return found


def role_of(seat: Membership, pk: int) -> Role:
    """Find a role that is held with a membership."""
    found: Role = get_object_or_404(seat.roles.held(), pk=pk)
    return found


def ask(request: MemberRequest, seat: Membership, form: forms.Form, what: str, role: Any = None) -> HttpResponse:
    """Show the page with one of these forms: `what` is role, term, words or time."""
    context = {"project": seat.circle.project, "circle": seat.circle, "seat": seat, "form": form, "what": what}
    return render(request, "circles/seat.html", {**context, "role": role}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@in_circle
def give_role(request: MemberRequest, circle: Circle, membership: int) -> HttpResponse:
    """Give a role in the circle: a known one at once, one of its own with what it is for."""
    givable, role = permissions.givable(request.user, circle), request.POST.get("role", "")
    require(permissions.may_give_role(request.user, circle, role) if request.method == "POST" else bool(givable))
    seat = seat_in(circle, membership)
    form = RoleForm(request.POST if request.method == "POST" else None, givable=givable)
    if not form.is_valid():
        return ask(request, seat, form, "role")
    seat.take_role(by=request.user, **form.cleaned_data)
    return redirect(circle)


@require_POST
@in_circle
def end_role(request: MemberRequest, circle: Circle, membership: int) -> HttpResponse:
    """End a role in the circle."""
    seat = seat_in(circle, membership)
    role = request.POST.get("role", "")
    require(permissions.may_end_role(request.user, circle, role, seat.user))
    seat.leave_role(role, by=request.user)
    return redirect(circle)


@require_http_methods(["GET", "POST"])
@in_circle
def term(request: MemberRequest, circle: Circle, membership: int, role: int) -> HttpResponse:
    """Say until when a role is held."""
    seat = seat_in(circle, membership)
    held = role_of(seat, role)
    require(permissions.may_give_role(request.user, circle, held.words))
    form = TermForm(request.POST if request.method == "POST" else None, initial={"ends_on": held.ends_on})
    if not form.is_valid():
        return ask(request, seat, form, "term", held)
    seat.renew_role(held.words, form.cleaned_data["ends_on"], by=request.user)
    return redirect(circle)


@require_http_methods(["GET", "POST"])
@in_circle
def words(request: MemberRequest, circle: Circle, membership: int, role: int) -> HttpResponse:
    """Say what a role of the circle's own is for."""
    seat = seat_in(circle, membership)
    held = role_of(seat, role)
    require(permissions.may_give_role(request.user, circle, held.words))
    start = {"purpose": held.purpose, "accountabilities": held.accountabilities}
    form = OwnWordsForm(request.POST if request.method == "POST" else None, initial=start)
    if not form.is_valid():
        return ask(request, seat, form, "words", held)
    seat.word_role(held.words, by=request.user, **form.cleaned_data)
    return redirect(circle)


@require_http_methods(["GET", "POST"])
@in_circle
def time(request: MemberRequest, circle: Circle, membership: int) -> HttpResponse:
    """Say how much of one's week one has for the circle."""
    seat = seat_in(circle, membership)
    require(permissions.may_say_time(request.user, seat.user))
    form = TimeForm(request.POST if request.method == "POST" else None, initial={"share": seat.share})
    if not form.is_valid():
        return ask(request, seat, form, "time")
    seat.give_time(form.cleaned_data["share"], by=request.user)
    return redirect(circle)
