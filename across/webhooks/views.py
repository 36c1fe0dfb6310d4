"""Webhooks of a project: one's own, and all for its pilot."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from across.webhooks import permissions
from across.webhooks.forms import SinceForm, WebhookForm
from across.webhooks.models import OutgoingWebhook, Webhook
from across.webhooks.workflows.queueing import send_again, send_again_since, send_trial
from circles.projects.access import MemberRequest, in_project
from circles.projects.models import Project
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import require
from foundation.web.form_errors import refuse_invalid
from foundation.web.pagination import latest_page_of

SECRET = "webhook_secret"  # noqa: S105 where it waits in the session until it was shown
SHOWN = 30


def webhook_for(request: MemberRequest, project: Project, pk: int, *, to_change: bool = True) -> Webhook:
    """Find a webhook that a person sees to (404 for others), and to change one of their own (403)."""
    hook = get_object_or_404(permissions.seen_to_by(request.user, project), pk=pk)
    require(not to_change or permissions.may_change(request.user, hook))
    return hook


@require_http_methods(["GET", "POST"])
@in_project
def webhooks(request: MemberRequest, project: Project) -> HttpResponseBase:
    """List webhooks; make one, and show its secret on its page, once."""
    form = WebhookForm(request.POST or None, project=project)
    if form.is_valid():
        made = Webhook.add(project, by=request.user, **form.cleaned_data)
        request.session[SECRET] = [made.pk, made.secret]
        return redirect(made)
    hooks = permissions.seen_to_by(request.user, project).order_by(Alphabetical("name"), "pk")
    context = {"project": project, "form": form, "hooks": hooks}
    return render(request, "webhooks/webhooks.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@in_project
def webhook(request: MemberRequest, project: Project, pk: int) -> HttpResponseBase:
    """Show what it is sent, and what came of each event; its owner changes it."""
    hook = webhook_for(request, project, pk, to_change=request.method == "POST")
    form = WebhookForm(request.POST or None, instance=Webhook.objects.get(pk=hook.pk), project=project)
    if form.is_valid():
        hook.change(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(hook)
    return render(request, "webhooks/webhook.html", shown(request, hook, form), status=422 if form.is_bound else 200)


def shown(request: MemberRequest, hook: Webhook, form: WebhookForm) -> dict[str, object]:
    """Return what a webhook's page shows; a new secret once."""
    made, secret = request.session.pop(SECRET, (None, ""))
    found = OutgoingWebhook.objects.of(hook).prefetch_related("tries")
    return {
        "project": hook.project,
        "hook": hook,
        "form": form,
        "since": SinceForm(),
        "secret": secret if made == hook.pk else "",
        "may_change": permissions.may_change(request.user, hook),
        "page": latest_page_of(found, request.GET.get("before", ""), key="written_at", size=SHOWN),
    }


@require_POST
@in_project
def remove(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Send the program nothing more."""
    webhook_for(request, project, pk, to_change=False).remove(by=request.user)
    messages.success(request, _("Webhook removed."))
    return redirect("webhooks:webhooks", project.slug)


@require_POST
@in_project
def renew_secret(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Make a new secret, and show it once."""
    hook = webhook_for(request, project, pk)
    request.session[SECRET] = [hook.pk, hook.renew_secret(by=request.user)]
    return redirect(hook)


@require_POST
@in_project
def resume(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Send again, first what waited."""
    hook = webhook_for(request, project, pk)
    hook.resume(by=request.user)
    return redirect(hook)


@require_POST
@in_project
def try_out(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Send something that is no event."""
    hook = webhook_for(request, project, pk)
    send_trial(hook)
    messages.success(request, _("Sent. Check below whether it arrived."))
    return redirect(hook)


@require_POST
@in_project
def replay(request: MemberRequest, project: Project, pk: int, delivery: int) -> HttpResponse:
    """Send one event again."""
    hook = webhook_for(request, project, pk)
    send_again(get_object_or_404(OutgoingWebhook.objects.of(hook), pk=delivery))
    return redirect(hook)


@require_POST
@in_project
def replay_since(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Send again all since a moment."""
    hook, form = webhook_for(request, project, pk), SinceForm(request.POST)
    refuse_invalid(form)
    sent = send_again_since(hook, form.cleaned_data["since"])
    said = ngettext("%(number)s event is sent again.", "%(number)s events are sent again.", sent) % {"number": sent}
    messages.success(request, said)
    return redirect(hook)
