"""Close, reopen, move, merge and split a circle: what it does is said on the page before it is done."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.restructuring import permissions
from circles.restructuring.changes import to_json
from circles.restructuring.direct_changes import apply_directly
from circles.restructuring.forms.changes import FORMS
from foundation.accounts.decorators import MemberRequest


@require_http_methods(["GET", "POST"])
@in_circle
def change(request: MemberRequest, circle: Circle, kind: str) -> HttpResponse:
    """Say what a change will do (`?to=…` as the form has it so far); a post does it."""
    if kind not in FORMS:
        raise Http404
    # An address may have answers already: they are shown in a form that does not complain of what is missing.
    posted = request.POST if request.method == "POST" else None
    form = FORMS[kind](posted, circle=circle, initial=request.GET.dict())
    has_answers = form.is_bound or bool(request.GET)
    asked = form if form.is_bound or not has_answers else FORMS[kind](request.GET, circle=circle)
    is_whole, found = asked.is_valid(), asked.change() if has_answers or form.says_at_once else None
    may = found is not None and permissions.may_apply(request.user, found)
    if form.is_bound and is_whole and found is not None:
        return redirect(apply_directly(found, by=request.user, allowed=permissions.may_apply))
    context = {"project": circle.project, "circle": circle, "kind": kind, "form": form, "may": may, "found": found}
    context["carry"] = json.dumps(to_json(found)) if is_whole and found else ""
    return render(request, "restructuring/change.html", context, status=422 if form.is_bound else 200)
