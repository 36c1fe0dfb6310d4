"""Drafts of forms: the page's script fetches them, and saves what is typed."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from accounts.decorators import MemberRequest, signed_in
from accounts.forms import FormDraftForm
from accounts.models import FormDraft
from web.throttling import MINUTE, throttle


@require_http_methods(["GET", "POST"])
@signed_in
def form_drafts(request: MemberRequest) -> HttpResponse:
    """Give one's drafts of a `?page=` by form; save one, or with an empty text end it."""
    if request.method != "POST":
        found = request.user.form_drafts.filter(page=request.GET.get("page", ""))
        return JsonResponse(dict(found.values_list("form", "text")))
    throttle(request.user.pk, "form_drafts", most=90, within=MINUTE)
    form = FormDraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    FormDraft.keep(request.user, **form.cleaned_data)
    return HttpResponse(status=204)
