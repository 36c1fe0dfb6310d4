"""What documents add to other apps: the specification of a new project, a circle's panel, comments to be found."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle, Item
from circles.circles.panels import Panel
from circles.invitations.guest_things import GuestThing, GuestThings
from circles.navigation.entries import NavGroup, NavLink, StarredThings
from circles.projects.domain_events import (
    ContentWritten,
    EventRecorded,
    LinkCreated,
    ProjectCreated,
    ProjectSettingsChanged,
    TextsChanged,
    TextsReindexed,
    ThingAdopted,
)
from circles.projects.forms.autocomplete import Autocompletes
from circles.projects.models import Project
from circles.projects.references import Finders, References
from circles.projects.thing_parts import SearchTexts, ThingTexts
from circles.projects.workflows.following import FollowedLater
from circles.record.labels import FactChoices, FactLabels
from circles.record.templates import Sentences
from circles.restructuring.item_transfer import transfer_of
from documents.coediting.domain_events import LogAppended
from documents.documents.contexts.cards import of_document
from documents.documents.contexts.inbox_replies import replies
from documents.documents.contexts.starred import starred_documents
from documents.documents.event_types import DocumentEvent
from documents.documents.fact_labels import FACT_LABELS
from documents.documents.file_rights import FILE_RIGHTS
from documents.documents.kept_data import KEPT_DATA
from documents.documents.models import (
    Comment,
    CommentThread,
    Document,
    DocumentGrant,
    DocumentQuerySet,
    DocumentTextChanged,
    Restriction,
    Suggestion,
)
from documents.documents.owning_app import OWNING_APP
from documents.documents.permissions import refuse_spreading
from documents.documents.places import places_for
from documents.documents.readers import readers_for
from documents.documents.record_sentences import SENTENCES
from documents.documents.search_texts import DOCUMENTS
from documents.documents.thing_cards import ThingCard, ThingCards
from documents.documents.things_inside import Inside, ThingsInside
from documents.documents.workflows import citations
from documents.documents.workflows.folders import transfer_folders
from documents.documents.workflows.public_links import end_of_closed, end_of_disallowed
from documents.documents.workflows.suggestion_verdicts import apply_adopted
from documents.documents.workflows.suggestions import wait_for_proposal
from foundation.accounts.models import User
from foundation.files.rights import FileRightsBy
from foundation.inbox.kinds import NoticeKind, NoticeKinds
from foundation.inbox.replies import InboxReplies
from foundation.web.extension_registry import Subscribers
from foundation.web.pagination import number_in
from foundation.web.task_queue import send_on_commit

PANEL_ROWS = 8
INDEX = "documents.tasks.index_document"


def find(project: Project, number: int) -> Item | None:
    """Return the document that `DOC-12` means, or None."""
    return Document.objects.in_project(project).select_related("project").filter(number=number).first()


def make_specification(event: ProjectCreated) -> None:
    """Create the specification of a new project, named in the project's language."""
    project = event.project
    with translation.override(project.language):
        title = gettext("Specification")
    Document.create(project.circles.general(), title, by=event.by, at=event.at, genre=Document.Genre.SPECIFICATION)


def index_soon(event: LogAppended) -> None:
    """Let search read a document once what the server wrote in it is in the database."""
    send_on_commit(INDEX, str(event.document))


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show a circle's documents, last edited first."""
    found = Document.objects.in_circle(circle).listed()
    held = Restriction.objects.in_force().filter(document=OuterRef("pk"))
    shown = found.select_related("project", "log").annotate(
        closed_until=Subquery(held.values("ends_on")[:1]), closed_because=Subquery(held.values("reason")[:1])
    )
    return "documents/panel.html", {
        "documents": shown.order_by("-log__edited_at", "pk")[:PANEL_ROWS],
        "numbers": {"listed": found},
        "circle": circle,
    }


def for_guests(project: Project, user: User, key: str) -> Document | None:
    """Return the plain document of this number, if the person may read it."""
    number = number_in(key)
    found = Document.objects.in_project(project).readable_by(user).filter(genre=Document.Genre.PLAIN)
    return found.select_related("project", "circle").filter(number=number).first() if number is not None else None


def inside(circle: Circle, user: User) -> DocumentQuerySet:
    """Return what a guest of a circle reads there."""
    return Document.objects.in_circle(circle).listed().readable_by(user).select_related("project").order_by("title")


def all_in(circle: Circle) -> DocumentQuerySet:
    """Return a circle's documents: they go along where the circle is merged or cut in two."""
    return Document.objects.in_circle(circle).order_by("number")


def listed_in(circle: Circle) -> QuerySet[Document]:
    """Return those that go their own way: an amendment goes with its proposal."""
    return all_in(circle).own()


def documents_go(number: int, to: Circle) -> str:
    """Say that so many documents go to a circle."""
    sentence = ngettext("%(number)s document goes to %(circle)s.", "%(number)s documents go to %(circle)s.", number)
    return sentence % {"number": number, "circle": to.name}


def find_comment(project: Project, user: User, key: str) -> Comment | None:
    """Return the comment of this number, if it is in the project and the person may read it, to make something of it.

    :raises Refused: where the document is restricted.
    """
    found = Comment.objects.visible_to(user).in_project(project).standing().with_place()
    comment = found.filter(pk=number_in(key) or 0).first()
    if comment:
        refuse_spreading(comment.thread.document)
    return comment


def find_suggestion(project: Project, user: User, key: str) -> Suggestion | None:
    """Return the suggestion of this number, if it is in the project and the person may read it, as `find_comment`."""
    found = Suggestion.objects.visible_to(user).in_project(project).with_place()
    suggestion = found.filter(pk=number_in(key) or 0).first()
    if suggestion:
        refuse_spreading(suggestion.document)
    return suggestion


def comments_in(project: Project) -> QuerySet[Comment]:
    """Return what people said in comments and did not take back."""
    return Comment.objects.in_project(project).standing().order_by("pk")


def texts_of(comments: list[Comment]) -> list[tuple[Comment, list[str]]]:
    """Return each comment with its words."""
    return [(comment, [comment.text]) for comment in comments]


GOING = transfer_of("documents", all_in, documents_go, offered=listed_in, is_alive=False)


def with_folders(circle: Circle, to: Circle, only: Collection[str] | None, by: User | None, at: datetime | None) -> int:
    """Let documents go to another circle: all of them in their folders, some of them out of theirs."""
    if only is None:
        transfer_folders(circle, to)
    return GOING.move(circle, to, only, by, at)


EXTENSION = (
    OWNING_APP,
    NavLink("documents", 40, _("Documents"), "file-text", "documents:documents", NavGroup.MAKE),
    NavLink("new-document", 230, _("Document"), "file-text", "documents:new", NavGroup.NEW),
    References({"DOC": find}),
    ThingCards({"document": ThingCard("documents:document", "DOC-{number}", of_document)}),
    Autocompletes({"reader": readers_for, "place": places_for}),
    GuestThings({"document": GuestThing(Document, DocumentGrant, for_guests, inside)}),
    Finders({"comment": find_comment, "suggestion": find_suggestion}),
    ThingsInside({"comment": Inside(Comment.objects, "thread__document"), "suggestion": Inside(Suggestion.objects)}),
    Panel("documents", 40, panel),
    replace(GOING, move=with_folders),
    FollowedLater({"comment": Comment}),
    ThingTexts({"document": DOCUMENTS, "comment": SearchTexts(comments_in, texts_of)}),
    Sentences("documents", SENTENCES),
    FactLabels(FACT_LABELS),
    KEPT_DATA,
    FactChoices({"resolved_as": CommentThread.Outcome}),
    FileRightsBy(FILE_RIGHTS),
    InboxReplies(replies),
    NoticeKinds(
        {
            DocumentEvent.ACCESS_REQUESTED: NoticeKind.YOURS,
            DocumentEvent.RESTRICTION_EXPIRY_ANNOUNCED: NoticeKind.ACCESS,
        }
    ),
    StarredThings(starred_documents),
    Subscribers(
        {
            ProjectCreated: [make_specification],
            LinkCreated: [wait_for_proposal],
            ThingAdopted: [apply_adopted],
            LogAppended: [index_soon],
            DocumentTextChanged: [citations.follow_document],
            TextsChanged: [citations.follow_texts],
            ContentWritten: [citations.follow_written],
            TextsReindexed: [citations.renew],
            EventRecorded: [end_of_closed],
            ProjectSettingsChanged: [end_of_disallowed],
        }
    ),
)
