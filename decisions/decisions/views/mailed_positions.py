"""Giving one's position from an e-mail, without signing in: a page to look at, and one press."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decisions.decisions.contexts.mailed_round import mailed_round, round_behind
from decisions.decisions.forms.rounds import PositionForm
from decisions.decisions.models.rounds.position_kind import WITHOUT_TESTS, PositionKind
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.decorators import public


@never_cache
@require_http_methods(["GET", "POST"])
@public
def mailed_position(request: HttpRequest, project: str, secret: str) -> HttpResponseBase:
    """Show what is asked of whom the link is for, and take their position; opening it gives none."""
    found = round_behind(secret, project)
    if found is None:
        return render(request, "decisions/mail_link_ended.html", status=410)
    person, round_ = found
    with translation.override(person.language), timezone.override(person.zone):
        asked = mailed_round(round_, person)
        form = PositionForm(request.POST or None)
        if request.method == "POST" and not asked.why_not and form.is_valid():
            take_position(round_, by=person, **form.cleaned_data)
            return redirect(request.path)
        named = request.POST.get("kind") or request.GET.get("position", "")
        chosen = PositionKind(named) if named in WITHOUT_TESTS else None
        context = {"asked": asked, "form": form, "project": round_.proposal.project, "chosen": chosen}
        status = 422 if form.is_bound and not asked.why_not else 200
        return render(request, "decisions/mailed_position.html", context, status=status)
