"""Secrets, pictures and claims that addresses of the sample's pages name."""

from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from uuid import UUID

from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from across.takeaway.models import Takeaway
from across.webhooks.models import Webhook
from circles.circles.models import Circle
from circles.invitations.models import Invitation, JoinLink
from circles.invitations.workflows.guests import invite_guest
from circles.projects.models import Project
from circles.projects.workflows.project_settings import change_settings
from decisions.decisions.workflows.claims import claim
from documents.documents.models import Document
from documents.documents.workflows.public_links import make_public_link
from documents.documents.workflows.versions import make_version
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from foundation.files.workflows.portraits import keep_portrait
from tests.factories import a_round, a_written


def secret_in(address: str) -> str:
    """Return the last part of a link."""
    return address.rstrip("/").rpartition("/")[2]


def a_circle_of(reader: User, project: Project) -> Circle:
    """Return a circle inside the general one that the reader is in."""
    return project.circles.open().of(reader).exclude(parent=None)[0]


def invitation(project: Project, reader: User) -> str:
    """Invite a person; return the secret of the link."""
    return secret_in(Invitation.send(project.circles.general(), "a person@example.org", by=reader))


def picture_of(reader: User) -> str:
    """Give the reader a picture; return its key."""
    file = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(file, "PNG")
    keep_portrait(reader, file, file.tell())
    return reader.picture


def join_link(project: Project, reader: User) -> str:
    """Make a join link; return its last part."""
    link = JoinLink.make(project.circles.general(), by=reader, ends_on=timezone.localdate() + timedelta(30))
    return secret_in(link.address)


def guest_invitation(document: Document, reader: User) -> str:
    """Invite a guest into a document; return the secret of the link."""
    link = invite_guest(document, "lab@example.org", level="read", reason="Tests it", ends_on=None, by=reader)
    return secret_in(link)


def a_webhook(project: Project, reader: User) -> int:
    """Let a program hear of events; what waits for it leaves nowhere."""
    return Webhook.add(project, by=reader, name="Bot", url="https://93.184.215.14/hook").pk


def a_takeaway(project: Project, reader: User) -> UUID:
    """Ask for a copy of the project, which nobody makes."""
    return Takeaway.request(project, circle=None, is_whole=True, language="en", by=reader).pk


def a_leaflet(circle: Circle, reader: User) -> Document:
    """Return a document with a public link, which its project allows."""
    change_settings(circle.project, by=reader, public_links=True)
    leaflet = Document.create(
        circle, "Leaflet", by=reader, content=update_of("# Flow\n\nIt turns.\n\n## Price\n\n## Day")
    )
    make_public_link(leaflet, by=reader)
    return leaflet


def a_document_with_versions(project: Project, reader: User) -> int:
    """Return the number of a document of which there are two versions."""
    document = Document.objects.in_project(project).listed().order_by("number")[1]
    make_version(document, by=reader, name="Baseline 1.0")
    make_version(a_written(document, "Other words.", by=reader), by=reader, reason="Less to read")
    return document.number


def import_past(project: Project, reader: User) -> None:
    """Import messages, decisions and minutes of another organisation."""
    data, by = Path(__file__).parents[1] / "data", {"project": project.slug, "by": reader.email, "stdout": StringIO()}
    call_command("import_decisions", data / "lang_decisions.json", **by)
    call_command("import_minutes", data / "minutes", **by)
    call_command("import_chat", data / "channel.json", **by)


def a_claim(project: Project, reader: User) -> dict[str, int]:
    """Let the reader say for a circle of theirs that another proposal affects it; return what its address takes."""
    own, circles = a_circle_of(reader, project), project.circles.open().exclude(parent=None)
    other = next(one for one in circles.exclude(pk=own.pk) if one.people().exclude(pk=reader.pk))
    round_ = a_round(circle=other, by=other.people().exclude(pk=reader.pk)[0])
    made = claim(round_.proposal, own, by=reader, what="It changes the drawing on our side.")
    return {"number": round_.proposal.number, "pk": made.pk}
