"""A circle's list of equipment."""

from copy import copy

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from circles.circles import permissions
from circles.circles.access import in_circle
from circles.circles.forms.roles import EquipmentForm
from circles.circles.models import Circle, Equipment
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def ask(request: MemberRequest, circle: Circle, form: EquipmentForm, thing: Equipment | None) -> HttpResponse:
    """Show the page on which something is put on the list, or said anew."""
    context = {"project": circle.project, "circle": circle, "form": form, "thing": thing}
    return render(request, "circles/equipment.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@in_circle
def new_equipment(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Put something on the list."""
    require(permissions.may_keep_equipment(request.user, circle))
    form = EquipmentForm(request.POST if request.method == "POST" else None, circle=circle)
    if not form.is_valid():
        return ask(request, circle, form, None)
    Equipment.put_on_list(circle, by=request.user, **form.cleaned_data)
    return redirect(circle)


@require_http_methods(["GET", "POST"])
@in_circle
def edit_equipment(request: MemberRequest, circle: Circle, thing: int) -> HttpResponse:
    """Change what the list says of something."""
    require(permissions.may_keep_equipment(request.user, circle))
    found = get_object_or_404(circle.equipment.listed(), pk=thing)
    form = EquipmentForm(request.POST if request.method == "POST" else None, circle=circle, instance=copy(found))
    if not form.is_valid():
        return ask(request, circle, form, found)
    found.say_anew(by=request.user, **form.cleaned_data)
    return redirect(circle)


@require_POST
@in_circle
def end_equipment(request: MemberRequest, circle: Circle, thing: int) -> HttpResponse:
    """Take something off the list."""
    require(permissions.may_keep_equipment(request.user, circle))
    get_object_or_404(circle.equipment.listed(), pk=thing).take_off(by=request.user)
    return redirect(circle)
