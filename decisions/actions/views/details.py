"""What is said of an action, and where it belongs: words, description, circle, state, labels, and why it is there."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.actions.forms.actions import DescriptionForm, PlaceForm, RepetitionForm, SourceForm, origin_of
from decisions.actions.views.lookups import mine_to_act
from decisions.actions.workflows import describing, moving
from decisions.actions.workflows.labels import set_labels
from foundation.accounts.decorators import MemberRequest
from foundation.web.form_errors import refuse_invalid
from foundation.web.redirects import back_or


@require_POST
@in_project
def what(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Say in other words what is to be done."""
    found = mine_to_act(project, number, request)
    found.rename(request.POST.get("what", ""), by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def description(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Write its description."""
    found = mine_to_act(project, number, request)
    form = DescriptionForm(request.POST)
    if not form.is_valid():
        refuse_invalid(form)
    describing.describe(found, form.cleaned_data["description"], by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def circle(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Give it to another circle."""
    found = mine_to_act(project, number, request)
    form = PlaceForm(request.POST, project=project)
    if not form.is_valid():
        refuse_invalid(form)
    describing.change_circle(found, form.cleaned_data["circle"], by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def state(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Move it to a state, as on the board."""
    found = mine_to_act(project, number, request)
    moving.move(found, request.POST.get("state", ""), words=request.POST.get("words", ""), by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def labels(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Give it these labels, parted by commas."""
    found = mine_to_act(project, number, request)
    set_labels(found, request.POST.get("labels", "").split(","), by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def repetition(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Let it recur, or (with `never`) no longer."""
    found = mine_to_act(project, number, request)
    if "never" in request.POST:
        found.repeat_no_longer(by=request.user)
        return back_or(request, found)
    form = RepetitionForm(request.POST)
    if not form.is_valid():
        refuse_invalid(form)
    found.repeat(form.cleaned_data["every"], form.cleaned_data["unit"], by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def reasons(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Say why it is there: what it comes from, or a few words."""
    found = mine_to_act(project, number, request)
    form = SourceForm(request.POST)
    if not form.is_valid():
        refuse_invalid(form)
    source, words = origin_of(project, request.user, form.cleaned_data["why"])
    if source:
        describing.give_reason(found, source, by=request.user)
    else:
        describing.give_words(found, words, by=request.user)
    return back_or(request, found)
