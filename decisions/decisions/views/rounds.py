"""Opening a round, speaking in it."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.decisions import permissions
from decisions.decisions.forms.effects import answers_in
from decisions.decisions.forms.rounds import PositionForm
from decisions.decisions.views.lookups import asking_here, proposal_in, round_of
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.taking_back import take_back_position
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


@require_POST
@in_project
def new_round(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Ask for consent to the text as it stands."""
    proposal = proposal_in(project, number, request)
    require(permissions.may_change(request.user, proposal))
    with asking_here(request):
        open_round(proposal, by=request.user, effects=answers_in(request.POST))
    return redirect(proposal)


@require_http_methods(["GET", "POST"])
@in_project
def positions(request: MemberRequest, project: Project, number: int, round_number: int) -> HttpResponseBase:
    """Take a position in a round; words are asked for on a page of their own where no script runs."""
    proposal = proposal_in(project, number, request)
    round_ = round_of(proposal, round_number)
    require(permissions.may_speak(request.user, round_))
    form = PositionForm(request.POST or None, initial={"kind": request.GET.get("kind")})
    if not form.is_bound and not form.asks_words:
        return redirect(proposal)  # a click gives it, or answers do: the buttons are there
    if not form.is_valid():
        context = {"project": project, "proposal": proposal, "round": round_, "form": form}
        return render(request, "decisions/position_words.html", context, status=422 if form.is_bound else 200)
    position = take_position(round_, by=request.user, **form.cleaned_data)
    said = {"reference": proposal.reference, "position": position.get_kind_display()}
    undo = reverse("decisions:take_back", args=[project.slug, number, round_number])
    is_open = position.round.closed_at is None  # what has ended the round is not undone any more
    messages.success(request, _("%(reference)s: %(position)s.") % said, extra_tags=undo if is_open else "")
    return back_or(request, proposal)


@require_POST
@in_project
def take_back(request: MemberRequest, project: Project, number: int, round_number: int) -> HttpResponseBase:
    """Take back what one has just said."""
    proposal = proposal_in(project, number, request)
    round_ = round_of(proposal, round_number)
    require(permissions.may_speak(request.user, round_))
    take_back_position(round_, by=request.user)
    return back_or(request, proposal)
