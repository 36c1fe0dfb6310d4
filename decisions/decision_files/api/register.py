"""API of the register as PDF."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status

from circles.projects.access import project_for
from decisions.decision_files.exports import pdf
from decisions.decision_files.exports.pdf_jobs import order
from decisions.decisions.api.register import Filters
from decisions.decisions.models import Printout
from foundation.accounts.decorators import asker
from foundation.web.exceptions import Refused

router = Router()


class PrintoutOut(Schema):
    """A PDF of the register in the making; `ready_at` is null until it can be taken at `file`."""

    id: UUID
    number: int
    done: int
    asked_at: datetime
    ready_at: datetime | None
    failed_at: datetime | None
    address: str
    file: str | None


@router.post("projects/{slug}/decision-printouts", response={202: PrintoutOut})
def print_register(request: HttpRequest, slug: str, filters: Query[Filters]) -> Any:
    """Have the decisions asked for made into PDF; the inbox tells when it is ready."""
    project = project_for(request, slug)
    if not pdf.is_possible():
        raise Refused(pdf.why_not())
    return Status(202, _printout_out(order(project, filters.asked(), by=asker(request))))


@router.get("projects/{slug}/decision-printouts/{key}", response=PrintoutOut)
def printout(request: HttpRequest, slug: str, key: UUID) -> Any:
    """Say how far a PDF is that one has asked for."""
    return _printout_out(get_object_or_404(Printout.objects.of(asker(request), project_for(request, slug)), pk=key))


def _printout_out(found: Printout) -> dict[str, Any]:
    names = ("id", "number", "done", "asked_at", "ready_at", "failed_at")
    address = found.get_absolute_url()
    return {name: getattr(found, name) for name in names} | {
        "address": address,
        "file": f"{address}file/" if found.ready_at else None,
    }
