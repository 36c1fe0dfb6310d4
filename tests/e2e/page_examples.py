"""Secrets and pictures that addresses of the sample's pages name."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

from django.utils import timezone
from PIL import Image

from accounts.models import User
from documents.models import Document
from files.workflows.portraits import keep_portrait
from invitations.models import Invitation, JoinLink
from invitations.workflows.guests import invite_guest
from projects.models import Project
from takeaway.models import Takeaway
from webhooks.models import Webhook


def invitation(project: Project, reader: User) -> str:
    """Invite a person; return the secret of the link."""
    return Invitation.send(project.general, "a person@example.org", by=reader).rstrip("/").rpartition("/")[2]


def picture_of(reader: User) -> str:
    """Give the reader a picture; return its key."""
    file = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(file, "PNG")
    keep_portrait(reader, file, file.tell())
    return reader.picture


def join_link(project: Project, reader: User) -> str:
    """Make a join link; return its last part."""
    link = JoinLink.make(project.general, by=reader, ends_on=timezone.localdate() + timedelta(30))
    return link.address.rstrip("/").rpartition("/")[2]


def guest_invitation(document: Document, reader: User) -> str:
    """Invite a guest into a document; return the secret of the link."""
    link = invite_guest(document, "lab@example.org", level="read", reason="Tests it", ends_on=None, by=reader)
    return link.rstrip("/").rpartition("/")[2]


def a_webhook(project: Project, reader: User) -> int:
    """Let a program hear of events; what waits for it leaves nowhere."""
    return Webhook.add(project, by=reader, name="Bot", url="https://93.184.215.14/hook").pk


def a_takeaway(project: Project, reader: User) -> UUID:
    """Ask for a copy of the project, which nobody makes."""
    return Takeaway.request(project, circle=None, is_whole=True, language="en", by=reader).pk
