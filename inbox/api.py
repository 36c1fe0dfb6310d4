"""API of the inbox."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from accounts.decorators import asker
from inbox.models import Notice

router = Router()
MOST = 100


class NoticeOut(Schema):
    """One event that one person is notified of; `address` is a path on this server."""

    id: int
    reason: str
    event: str
    by_name: str
    reference: str
    title: str
    address: str
    happened_at: datetime
    read_at: datetime | None


@router.get("inbox", response=list[NoticeOut])
def inbox(request: HttpRequest, *, unread: bool = False) -> Any:
    """List one's notices, newest first, at most 100."""
    notices = Notice.objects.to(asker(request))
    return (notices.unread() if unread else notices)[:MOST]


@router.post("inbox/{pk}/reading", response={204: None})
def mark_read(request: HttpRequest, pk: int) -> Any:
    """Mark a notice as read."""
    get_object_or_404(Notice.objects.to(asker(request)), pk=pk).mark_read()
    return Status(204, None)
