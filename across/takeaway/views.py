"""Take a project away, bring one in, erase a person's data."""

from dataclasses import astuple

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from across.takeaway import permissions
from across.takeaway.forms import CopyForm, ErasureForm
from across.takeaway.models import ProjectImport, Takeaway
from across.takeaway.workflows.erasure import erase_person, preview
from across.takeaway.workflows.requests import ask_for_copy, read_in_background
from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.circles.takeaway_parts import takeaway_parts
from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import require

SHOWN = 10
MOST_LISTED = 500


def circle_in(project: Project, key: str) -> Circle | None:
    """Return the circle of this key, if any is named."""
    return next((one for one in circles_of(project) if key and one.key == key), None)


@require_http_methods(["GET", "POST"])
@in_project
def takeaways(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Show what a copy has, and one's own copies; make one of the project, or of a circle (`circle`)."""
    may_take_everything = permissions.may_take_everything(request.user, project)
    if request.method == "POST":
        is_whole = bool(request.POST.get("everything"))
        require(may_take_everything or not is_whole)
        circle = circle_in(project, request.POST.get("circle", ""))
        return redirect(ask_for_copy(project, circle=circle, is_whole=is_whole, by=request.user))
    own = Takeaway.objects.of(request.user, project).select_related("project", "circle")
    context = {
        "project": project,
        "circle": circle_in(project, request.GET.get("circle", "")),
        "may_take_everything": may_take_everything,
        "parts": takeaway_parts(),
        "copies": own[:SHOWN],
        "now": now_in(project),
    }
    return render(request, "takeaway/takeaways.html", context)


def copy_for(request: MemberRequest, project: Project, key: str) -> Takeaway:
    """Find one of one's own copies (404 for others)."""
    found = get_object_or_404(Takeaway.objects.of(request.user, project).select_related("circle"), pk=key)
    found.project = project
    return found


@require_safe
@in_project
def takeaway(request: MemberRequest, project: Project, key: str) -> HttpResponse:
    """Show how far a copy is, to who asked for it."""
    found, now = copy_for(request, project, key), now_in(project)
    context = {"project": project, "copy": found, "now": now, "ends_at": found.ends_at(now)}
    return render(request, "takeaway/takeaway.html", context)


@require_safe
@in_project
def takeaway_file(request: MemberRequest, project: Project, key: str) -> HttpResponseBase:
    """Return the file to who asked for it, while they may have it."""
    return file_of(copy_for(request, project, key), request.user)


def file_of(copy: Takeaway, user: User) -> FileResponse:
    """Return a copy's file; 404 until it is ready, 403 when it is theirs no more."""
    get_object_or_404(Takeaway.objects.exclude(ready_at=None), pk=copy.pk)
    require(permissions.may_have(user, copy))
    place = f"-{copy.circle.key}" if copy.circle else ""
    name = f"{copy.project.slug}{place}-{copy.asked_at:%Y-%m-%d}.zip"
    return FileResponse(copy.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "POST"])
@signed_in
def new_import(request: MemberRequest) -> HttpResponse:
    """Take a copy that an administrator sends."""
    require(permissions.may_import(request.user))
    form = CopyForm(request.POST or None, request.FILES or None, by=request.user)
    if form.is_valid():
        arrival = ProjectImport.request(form.sent, by=request.user, with_emails=form.cleaned_data["with_emails"])
        read_in_background(arrival)
        return redirect(arrival)
    context = {"form": form, "imports": ProjectImport.objects.of(request.user)[:SHOWN]}
    return render(request, "takeaway/new_import.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def project_import(request: MemberRequest, key: str) -> HttpResponse:
    """Show how far an import is, and what came in."""
    require(permissions.may_import(request.user))
    found = get_object_or_404(ProjectImport.objects.of(request.user).select_related("project"), pk=key)
    context = {"arrival": found, "is_inside": bool(found.project and found.project.has(request.user))}
    return render(request, "takeaway/project_import.html", context)


@require_safe
@signed_in
def erasure(request: MemberRequest, person: str) -> HttpResponse:
    """Say what erasing a person's data does."""
    found = get_object_or_404(User, pk=person)
    require(permissions.may_erase(request.user, found))
    return shown_erasure(request, found, ErasureForm(person=found))


@require_POST
@signed_in
def erase(request: MemberRequest, person: str) -> HttpResponse:
    """Erase a person's data, once their name was typed."""
    found = get_object_or_404(User, pk=person)
    require(permissions.may_erase(request.user, found))
    form = ErasureForm(request.POST, person=found)
    if not form.is_valid():
        return shown_erasure(request, found, form, status=422)
    left = erase_person(found, by=request.user)
    request.session[typed_name_key(found)] = [astuple(one) for one in left[:MOST_LISTED]]
    messages.success(request, _("Personal data erased."))
    return redirect("erasure", found.pk)


def typed_name_key(person: User) -> str:
    """Return where the session of who erased keeps, until they sign out, in which places the name was typed."""
    return f"typed-places-{person.pk}"


def shown_erasure(request: MemberRequest, person: User, form: ErasureForm, status: int = 200) -> HttpResponse:
    """Show the page."""
    erased = person.is_erased
    context = {
        "person": person,
        "form": form,
        "is_erased": erased,
        "typed_names": request.session.get(typed_name_key(person)) if erased else None,
        "preview": None if erased else preview(person),
        "now": clock.now(),
    }
    return render(request, "takeaway/erasure.html", context, status=status)
