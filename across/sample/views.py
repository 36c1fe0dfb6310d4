"""Signing in as one of the sample people, into the sample project in the browser's language."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from across.sample.languages import Preparation, sample_in
from across.sample.one_language import wait_in_one
from across.sample.texts import LANGUAGES
from foundation.accounts.decorators import MemberRequest, public, signed_in
from foundation.accounts.models import User
from foundation.accounts.sample_accounts import SAMPLE_HANDLES, SAMPLE_HOST, SESSION_LANGUAGE
from foundation.web.formatting import language_name
from foundation.web.languages import SOURCE, language_of

ADDRESSES = {f"{handle}@{SAMPLE_HOST}" for handle in SAMPLE_HANDLES}


@require_POST
@public
def sample_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a sample person with one click; only an embedded server offers it."""
    address = request.POST.get("email", "")
    if not settings.EMBEDDED or address not in ADDRESSES:
        raise Http404
    person = get_object_or_404(User, email=address, is_active=True)
    language = language_of(get_language_from_request(request)).code
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session[SESSION_LANGUAGE] = language
    wait_in_one(person, language)
    UserSession.objects.create_from_request(request)  # stands among their devices, as any other
    return redirect("sample_project", language if language in LANGUAGES else SOURCE.code)


@require_http_methods(["GET", "POST"])
@signed_in
def sample_project(request: MemberRequest, language: str) -> HttpResponseBase:
    """Lead to the sample project in a language; while it is being prepared, say how far that is. A POST begins again
    what failed.
    """
    if not settings.EMBEDDED or language not in LANGUAGES or request.user.email not in ADDRESSES:
        raise Http404
    project = sample_in(language)
    if project and project.has(request.user):
        there = project.get_absolute_url()
        return HttpResponseClientRedirect(there) if "HX-Request" in request.headers else redirect(there)
    others = [found for found in map(sample_in, LANGUAGES) if found]
    if not others:
        return redirect("home")
    preparation = Preparation(language)
    if request.method == "POST" or not preparation.failed:
        preparation.begin()
    context = {"preparation": preparation, "other": others[0], "other_language": language_name(others[0].language)}
    return render(request, "sample/preparing.html", context)


@require_POST
@signed_in
def visit_sample(request: MemberRequest) -> HttpResponse:
    """Lead into the sample project, in one's language if it is there in it: anyone of an embedded server may look
    around in it, as one of its people.
    """
    found = [sample_in(language) for language in (request.user.language, *LANGUAGES)]
    project = next(filter(None, found), None)
    if not settings.EMBEDDED or project is None:
        raise Http404
    if not project.has(request.user):
        project.circles.general().admit(request.user, by=project.created_by)
    return redirect(project)
