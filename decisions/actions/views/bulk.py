"""Changing several actions at once."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.workflows.bulk_undo import BulkUndo
from decisions.actions import permissions
from decisions.actions.forms.bulk import BulkForm
from decisions.actions.workflows.bulk import SALT, change_all, undo_all
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import Refused
from foundation.web.form_errors import refuse_invalid
from foundation.web.pagination import number_in
from foundation.web.redirects import back_or


@require_POST
@in_project
def changes(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Change those that are chosen; can be undone from the toast."""
    numbers = [number for words in request.POST.getlist("chosen") if (number := number_in(words)) is not None]
    form = BulkForm(request.POST, project=project)
    if not form.is_valid():
        refuse_invalid(form)
    found = permissions.all_to_act_on(request.user, project, numbers)
    undo = change_all(project, found, form.change, by=request.user)
    if not undo.earlier:
        raise Refused(_("Nothing to change: that is how they already are."))
    number = len(undo.earlier)
    sentence = ngettext("%(number)s action changed.", "%(number)s actions changed.", number) % {"number": number}
    address = reverse("actions:undo", args=[project.slug, undo.token(project, request.user, salt=SALT)])
    messages.success(request, sentence, extra_tags=address)
    return back_or(request, "actions:actions", project.slug)


@require_POST
@in_project
def undo(request: MemberRequest, project: Project, token: str) -> HttpResponseBase:
    """Take such a change back, where nobody has changed the same since."""
    found = BulkUndo.from_token(token, project, request.user, salt=SALT)
    actions = permissions.all_to_act_on(request.user, project, [one.number for one in found.earlier])
    number = undo_all(project, actions, found, by=request.user)
    sentence = ngettext("%(number)s action restored.", "%(number)s actions restored.", number)
    messages.success(request, sentence % {"number": number})
    return back_or(request, "actions:actions", project.slug)
