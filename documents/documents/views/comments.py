"""Comments: in the margin of their document, in its list, each thread on a page of its own.

A script gets the thread it changed as a part of the page; a browser without one goes to the thread's page.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.projects.access import in_project, is_guest, open_to_guests
from circles.projects.models import Project
from documents.conversation.models import ReactionKind
from documents.conversation.views import view_of_reactions
from documents.documents import permissions
from documents.documents.access import find
from documents.documents.contexts.comments import listed_threads, threads_of, threads_shown
from documents.documents.contexts.suggestions import suggestions_of
from documents.documents.forms.comments import NewCommentForm, ReplyForm, ResolveForm
from documents.documents.models import Comment, CommentThread, Document
from documents.documents.workflows.comment_notices import finish_told, told_of
from documents.documents.workflows.comments import (
    begin_thread,
    edit_comment,
    react,
    remove_comment,
    reopen,
    reply,
    resolve,
)
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.form_errors import refuse_invalid
from foundation.web.pagination import page_of
from foundation.web.redirects import back_or

STATES = ("open", "resolved", "all")


@require_http_methods(["GET", "POST"])
@open_to_guests
def document_comments(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """List a document's comments, `?state=resolved` or `all`; or comment on a range of it."""
    found = find(request, project, number)
    if request.method == "POST":
        return _commented(request, found)
    state = request.GET.get("state", "open")
    threads = found.threads.in_state(state).select_related("resolved_by")
    page = page_of(threads, request.GET.get("after", ""), key="pk")
    context = {
        "project": project,
        "document": found,
        "threads": listed_threads(page.rows, found, request.user),
        "page": page,
        "state": state if state in STATES else "open",
    }
    return render(request, "documents/comments.html", context)


@require_safe
@open_to_guests
def margin(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Return all threads of a document for its margin, and what is suggested in it."""
    found = find(request, project, number)
    context = {
        "project": project,
        "threads": threads_of(found, request.user),
        "suggestions": suggestions_of(found, request.user),
    }
    return render(request, "documents/margin.html", context)


@require_safe
@open_to_guests
def thread(request: MemberRequest, project: Project, thread: int) -> HttpResponse:
    """Show a thread on a page of its own; to a script, as a part of its document's."""
    return _shown(request, project, _thread_in(project, thread, request))


@require_POST
@open_to_guests
def readings(request: MemberRequest, project: Project, thread: int) -> HttpResponse:
    """Note that the person has read a thread: what told them of it is done in the inbox."""
    finish_told(_thread_in(project, thread, request), by=request.user)
    return HttpResponse(status=204)


@require_POST
@open_to_guests
def replies(request: MemberRequest, project: Project, thread: int) -> HttpResponseBase:
    """Say something in a thread."""
    found = _thread_in(project, thread, request)
    require(permissions.may_comment(request.user, found.document))
    form = ReplyForm(request.POST)
    refuse_invalid(form)
    reply(found, form.cleaned_data["text"], by=request.user, key=form.cleaned_data["key"])
    if request.POST.get("back"):
        messages.success(request, _("Reply sent."))
        return back_or(request, found)
    return _done(request, project, found)


@require_POST
@in_project
def outcome(request: MemberRequest, project: Project, thread: int) -> HttpResponse:
    """Resolve a thread with what came of it."""
    found = _thread_in(project, thread, request)
    require(permissions.may_comment(request.user, found.document))
    form = ResolveForm(request.POST)
    refuse_invalid(form)
    given = form.cleaned_data
    resolve(found, given["outcome"], by=request.user, line=given["line"], decision=given["decision"])
    return _done(request, project, found)


@require_POST
@in_project
def reopening(request: MemberRequest, project: Project, thread: int) -> HttpResponse:
    """Open a resolved thread again."""
    found = _thread_in(project, thread, request)
    require(permissions.may_comment(request.user, found.document))
    reopen(found, by=request.user)
    return _done(request, project, found)


@require_safe
@open_to_guests
def comment(request: MemberRequest, project: Project, comment: int) -> HttpResponse:
    """Show one comment with its earlier wordings, and to its author the way to change it."""
    found = _comment_in(project, comment, request)
    context = {
        "project": project,
        "comment": found,
        "thread": found.thread,
        "document": found.thread.document,
        "wordings": found.wordings.all(),
        "may_change": permissions.may_change_comment(request.user, found) and not found.is_removed,
        "form": ReplyForm(initial={"text": found.text}),
    }
    return render(request, "documents/comment.html", context)


@require_POST
@open_to_guests
def wording(request: MemberRequest, project: Project, comment: int) -> HttpResponse:
    """Change one's own words."""
    found = _comment_in(project, comment, request)
    require(permissions.may_change_comment(request.user, found))
    edit_comment(found, request.POST.get("text", ""), by=request.user)
    return redirect(found)


@require_POST
@open_to_guests
def removal(request: MemberRequest, project: Project, comment: int) -> HttpResponse:
    """Take one's own words back."""
    found = _comment_in(project, comment, request)
    require(permissions.may_change_comment(request.user, found))
    remove_comment(found, by=request.user)
    return redirect(found)


def _commented(request: MemberRequest, document: Document) -> HttpResponse:
    require(permissions.may_comment(request.user, document))
    form = NewCommentForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422, content_type="text/plain; charset=utf-8")
    said = form.cleaned_data
    made = begin_thread(document, form.anchor(), said["text"], by=request.user, key=said["key"])
    return _done(request, document.project, made.thread, status=201)


def _thread_in(project: Project, pk: int, request: MemberRequest) -> CommentThread:
    found = CommentThread.objects.visible_to(request.user).in_project(project).with_place()
    return get_object_or_404(found, pk=pk)


def _comment_in(project: Project, pk: int, request: MemberRequest) -> Comment:
    found = Comment.objects.visible_to(request.user).in_project(project).with_place()
    return get_object_or_404(found, pk=pk)


def _done(request: MemberRequest, project: Project, thread: CommentThread, status: int = 200) -> HttpResponse:
    """Answer with the thread as it is now: a script gets it, others its page."""
    if not request.headers.get("HX-Request"):
        return redirect(reverse("documents:thread", args=[project.slug, thread.pk]))
    return _shown(request, project, _thread_in(project, thread.pk, request), status=status)


def _shown(request: MemberRequest, project: Project, thread: CommentThread, status: int = 200) -> HttpResponse:
    (shown,) = threads_shown([thread], request.user)
    context: dict[str, Any] = {
        "project": project,
        "document": thread.document,
        "shown": shown,
        "thread": thread,
        "may_comment": permissions.may_comment(request.user, thread.document),
        "is_guest": is_guest(request),
        "kinds": ReactionKind,
        "is_news": told_of(thread, request.user).exists(),
    }
    template = "documents/thread.html" if request.headers.get("HX-Request") else "documents/thread_page.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


reactions = require_POST(
    open_to_guests(
        view_of_reactions(
            _comment_in,
            lambda user, comment: permissions.may_comment(user, comment.thread.document),
            react,
            lambda request, comment: _done(request, comment.thread.project, comment.thread),
        )
    )
)
