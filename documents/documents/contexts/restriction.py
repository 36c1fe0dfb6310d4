"""What pages say of a restriction: to who may not read, and to who restricts."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.forms.restriction import RestrictionForm
from documents.documents.models import Document, Restriction
from documents.documents.readers import guests_of, readers_of
from documents.documents.workflows.placing import pages_below
from foundation.accounts.models import User
from foundation.audit import clock

SPANS = (7, 30, 90)


def open_pages_below(document: Document, user: User) -> list[Document]:
    """Return the pages below one that are open to everyone, and that the person may restrict along with it."""
    return [one for one in pages_below(document) if not one.restriction and permissions.may_restrict(user, one)]


def page_of_form(form: RestrictionForm) -> dict[str, Any]:
    """Return what the form's page shows."""
    document = form.document
    today = document.project.day_of(clock.now())
    spans = [days for days in SPANS if days <= settings.RESTRICTION_MAX_DAYS]
    return {
        "project": document.project,
        "document": document,
        "form": form,
        "restriction": document.restriction,
        "spans": [(days, today + timedelta(days=days)) for days in spans],
        "latest": today + timedelta(days=settings.RESTRICTION_MAX_DAYS),
    }


def page_of_restricted(document: Document, restriction: Restriction, project: Project) -> dict[str, Any]:
    """Return what everyone in the project may know of a restricted document."""
    now = clock.now()
    whole = (restriction.ends_at - restriction.started_at).total_seconds()
    gone = (now - restriction.started_at).total_seconds()
    return {
        "project": project,
        "document": document,
        "restriction": restriction,
        "readers": readers_of(document),
        "guests": guests_of(document),
        "days_left": (restriction.ends_on - project.day_of(now)).days,
        "percent": min(100, max(0, round(100 * gone / whole))) if whole > 0 else 100,
    }
