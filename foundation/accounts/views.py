"""Preferences, tokens, devices, the tour of the first day, drafts of forms."""

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.decorators import reauthentication_required
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.accounts.forms import FormDraftForm, PreferencesForm, TokenForm, projects_of
from foundation.accounts.models import FormDraft, Token
from foundation.accounts.sample_accounts import SESSION_LANGUAGE
from foundation.accounts.ways_in import end_ways_into, ways_into
from foundation.web.redirects import is_ours
from foundation.web.throttling import MINUTE, throttle


@require_http_methods(["GET", "POST"])
@signed_in
def preferences(request: MemberRequest) -> HttpResponse:
    """Show and keep how one likes to read."""
    start = {"language": get_language()}  # also where it is that of the session
    form = PreferencesForm(request.POST or None, instance=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        form.save()
        request.session.pop(SESSION_LANGUAGE, None)
        with override(request.user.language):  # the language that was just chosen
            messages.success(request, _("Saved."))
        return redirect("preferences")
    return render(request, "accounts/preferences.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required(app="allauth.account", allow_get=True)
def tokens(request: MemberRequest) -> HttpResponse:
    """List one's tokens, and those of one's bots; make one and show its secret, this once."""
    form = TokenForm(request.POST or None, user=request.user)
    secret = Token.issue(request.user, **form.cleaned_data) if form.is_valid() else ""
    held = Token.objects.held_by(request.user).speaking().select_related("user").order_by("-created_at")
    names = dict(projects_of(request.user))
    context = {
        "form": TokenForm(user=request.user) if secret else form,
        "secret": secret,
        "tokens": [(token, names.get(str(token.project), "") if token.project else "") for token in held],
    }
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def end_token(request: MemberRequest, pk: int) -> HttpResponse:
    """End one of one's tokens, or of one's bots'."""
    get_object_or_404(Token.objects.held_by(request.user).speaking(), pk=pk).end()
    return redirect("tokens")


@require_POST
@signed_in
def end_device(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign out on another device; on this one, signing out has its own button."""
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    get_adapter().end_sessions([get_object_or_404(others, pk=pk)])
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")


@require_safe
@signed_in
def sign_in_again(request: MemberRequest) -> HttpResponse:
    """Ask who has neither password nor passkey to sign in anew, by the service by which they always do."""
    methods = account_adapter().get_reauthentication_methods(request.user)
    if [one["id"] for one in methods] != ["sign_in_again"]:
        return redirect("account_reauthenticate")
    back = request.GET.get("next", "")
    return render(request, "account/sign_in_again.html", {"next": back if is_ours(back) else reverse("preferences")})


@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required(app="allauth.account", allow_get=True)
def ways_in(request: MemberRequest) -> HttpResponse:
    """Show what lets into one's account beside the password; end all of it at once."""
    here = request.session.session_key
    if request.method == "POST":
        end_ways_into(request.user, but=here)
        messages.success(request, _("Done. Your password is now the only way in."))
        return redirect("mfa_index")
    return render(request, "accounts/ways_in.html", {"ways": ways_into(request.user, but=here)})


@require_POST
@signed_in
def renew_calendars(request: MemberRequest) -> HttpResponse:
    """Renew the addresses of one's calendars, and lead to where they are shown."""
    request.user.renew_calendars()
    messages.success(request, _("Your calendars have new addresses; the old ones no longer work."))
    return redirect("preferences")


@require_POST
@signed_in
def begin_tour(request: MemberRequest) -> HttpResponse:
    """Show the tour again, beginning at Today."""
    request.user.begin_tour()
    return redirect("home")


@require_POST
@signed_in
def end_tour(request: MemberRequest) -> HttpResponse:
    """End the tour, and stay on the page or go where its last step leads (`back`)."""
    request.user.end_tour()
    messages.success(
        request, _("The tour is closed. You can take it again from Preferences."), extra_tags=reverse("begin_tour")
    )
    back = request.POST.get("back", "")
    return redirect(back if is_ours(back) else "home")


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
