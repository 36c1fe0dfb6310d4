"""Opening a circle."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from circles.circles import permissions
from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.money.balances import accounts_of
from circles.money.permissions import may_allot
from circles.restructuring.forms.circles import CircleForm
from circles.restructuring.open_circle import open_with_money
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_http_methods(["GET", "POST"])
@in_circle
def new_circle(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Open a circle inside this one; who opens it is its first member."""
    require(permissions.may_open_circle(request.user, circle))
    may_set_limits = permissions.may_set_limits(request.user, circle)
    in_hand = accounts_of(circle.project)[circle.pk].in_hand if may_allot(request.user, circle) else None
    form = CircleForm(request.POST or None, parent=circle, may_set_limits=may_set_limits, in_hand=in_hand)
    if not form.is_valid():
        return render(
            request,
            "restructuring/new_circle.html",
            {"project": circle.project, "circle": circle, "form": form},
            status=422 if form.is_bound else 200,
        )
    return redirect(open_with_money(circle, by=request.user, **form.cleaned_data))
