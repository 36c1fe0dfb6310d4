"""Making a project, with its general circle."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from circles.circles.forms.circles import ProjectForm
from circles.circles.workflows.project_setup import set_up_project
from foundation.accounts.decorators import MemberRequest, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def new_project(request: MemberRequest) -> HttpResponse:
    """Make a project."""
    start = {"language": request.user.language, "time_zone": request.user.time_zone}
    form = ProjectForm(request.POST or None, initial=start)
    if not form.is_valid():
        return render(request, "circles/new_project.html", {"form": form}, status=422 if form.is_bound else 200)
    request.user.end_tour()  # there is little to show yet: what to do first offers it again
    return redirect(set_up_project(by=request.user, **form.cleaned_data))
