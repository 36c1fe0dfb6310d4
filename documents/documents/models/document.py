"""Documents: what a text belongs to. Its words are in its log."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Item, Membership, ThingQuerySet
from circles.invitations.models import CircleGrant, Level
from documents.coediting.models.log import Log
from documents.documents.event_types import DocumentEvent
from documents.documents.models.folder import DocumentFolder
from documents.documents.models.names import stores_ids, with_names
from documents.documents.models.restriction import DocumentGrant, Restriction
from documents.documents.models.tag import DocumentTag
from documents.richtext.nodes import Node, read_tree
from documents.richtext.packed_nodes import READER, unpack
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused

MAX_TITLE = 200


def readable(user: User, level: str) -> models.Q:
    """Return the condition by which a person may do this with a document, by the database's clock, in the query that
    asks it: its project's members may, where it is restricted those of them who are named or in a named circle; and
    guests who are let into it, or into its circle while it is not restricted.

    Few documents are restricted, and a person is let into few: each of these is a subquery that the database runs
    once, and not for each document.
    """
    closed = Restriction.objects.closed_to(user).values("document")
    return _as_guest(user, level) | (_in_own_project(user) & ~models.Q(pk__in=closed))


def _in_own_project(user: User) -> models.Q:
    """Return the condition by which a document is of a project that the person is in."""
    return models.Q(project__in=Membership.objects.current().filter(user=user).values("project"))


def _as_guest(user: User, level: str) -> models.Q:
    """Return the condition by which a person may do this with a document as a guest."""
    restricted = Restriction.objects.in_force().values("document")
    named = DocumentGrant.of_things.filter(user=user).of_guests(level).values("content_object")
    circles = CircleGrant.of_things.of_guests(level).filter(user=user).values("content_object")
    is_listed = ~models.Q(genre=Document.Genre.AMENDMENT)
    return models.Q(pk__in=named) | (is_listed & models.Q(circle__in=circles) & ~models.Q(pk__in=restricted))


class DocumentQuerySet(ThingQuerySet["Document"]):
    """Finds documents. `visible_to` keeps those of which a person may know; their words are for `readable_by`."""

    def visible_to(self, user: User) -> Self:
        """Keep those of projects the person is in, restricted ones too, and what they may read as a guest."""
        return self.filter(_in_own_project(user) | _as_guest(user, Level.READ))

    def readable_by(self, user: User) -> Self:
        """Keep those whose words the person may read: whatever shows words of documents starts here."""
        return self.open_to(user, Level.READ)

    def open_to(self, user: User, level: str) -> Self:
        """Keep those with which the person may do this; a closed document is only read all the same."""
        return self.filter(readable(user, level))

    def wholly_open_to(self, user: User) -> Self:
        """Keep those with which the person may do everything: they are of its project, and nothing restricts it. So
        says `readable` too, of most documents; this is asked in far less time.
        """
        return self.filter(_in_own_project(user), ~Restriction.objects.in_force().holding())

    def with_access(self, user: User) -> Self:
        """Annotate `is_readable` for the person, and fetch the restriction that holds along."""
        held = models.Prefetch(
            "restrictions", Restriction.objects.in_force().select_related("started_by"), to_attr="held_restrictions"
        )
        is_readable = models.ExpressionWrapper(readable(user, Level.READ), models.BooleanField())
        return self.annotate(is_readable=is_readable).prefetch_related(held)

    def with_write_access(self, user: User) -> Self:
        """Annotate `is_writable` for the person, were the document not closed."""
        return self.annotate(is_writable=models.ExpressionWrapper(readable(user, Level.WRITE), models.BooleanField()))

    def own(self) -> Self:
        """Leave out what is found at the proposal that it belongs to."""
        return self.exclude(genre=Document.Genre.AMENDMENT)

    def listed(self) -> Self:
        """Leave out that, and what is archived."""
        return self.own().filter(archived_at=None)

    def at_the_top(self) -> Self:
        """Keep those that stand in no folder, and below no page that is listed in their circle: what is archived shows
        nothing, and who moved a page to another circle may not have been one who reads this one.
        """
        archived = Document.objects.filter(archived_at__isnull=False).values("pk")
        is_elsewhere = models.Q(parent__isnull=False) & ~models.Q(parent__circle=models.F("circle"))
        return self.filter(models.Q(parent=None) | models.Q(parent__in=archived) | is_elsewhere, folder=None)

    def as_put(self) -> Self:
        """Order pages that stand below one as they were put by hand, else by title."""
        return self.order_by("position", Alphabetical("title"), "number")

    def archived(self) -> Self:
        """Keep what is archived."""
        return self.filter(archived_at__isnull=False)

    def with_edits(self) -> Self:
        """Fetch circle and last edit along, and who made it."""
        return self.select_related("project", "circle", "log__edited_by")


class Document(Item):
    """A text that many write at once. Its words are in the log; here stands what they belong to."""

    letter = "DOC"

    class Genre(models.TextChoices):
        """What a document is to its project."""

        PLAIN = "plain", _("document")
        SPECIFICATION = "specification", _("specification")
        AMENDMENT = "amendment", _("amendment")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=MAX_TITLE)
    genre = models.CharField(_("genre"), max_length=16, choices=Genre, default=Genre.PLAIN)
    epoch = models.PositiveIntegerField(
        default=1, editable=False, help_text=_("Grows when the text is built anew; clients never merge across it.")
    )
    source = models.CharField(
        _("imported from"), max_length=300, blank=True, help_text=_("The file an import read it from.")
    )

    closed_at = models.DateTimeField(
        _("closed"), null=True, blank=True, editable=False, help_text=_("From then on it is read-only.")
    )

    archived_at = models.DateTimeField(
        _("archived"), null=True, blank=True, editable=False, help_text=_("It is read-only until it is restored.")
    )

    folder = models.ForeignKey(
        DocumentFolder,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("folder"),
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="pages", verbose_name=_("below the page")
    )
    position = models.PositiveIntegerField(
        _("place among its pages"),
        default=0,
        db_default=0,
        editable=False,
        help_text=_("Among the pages below one: as they were put by hand, else by title."),
    )
    tags = models.ManyToManyField(DocumentTag, related_name="documents", verbose_name=_("tags"), blank=True)

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar = [
            ("read_document", "Can read the document"),
            ("comment_document", "Can comment on the document"),
            ("write_document", "Can write in the document"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_document_per_number"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(genre="specification"), name="one_specification"
            ),
            models.UniqueConstraint(
                fields=["project", "source"], condition=~models.Q(source=""), name="one_document_per_source"
            ),
            models.CheckConstraint(
                condition=models.Q(folder=None) | models.Q(parent=None), name="in_a_folder_or_below_a_page"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "title", "id"], name="documents_by_title"),
            models.Index(fields=["project"], condition=models.Q(archived_at__isnull=False), name="documents_archived"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("documents:document", args=[self.project.slug, self.number])

    @property
    def socket_path(self) -> str:
        """Return the address of its socket, without the host."""
        return f"/ws/documents/{self.pk}"

    @property
    def is_specification(self) -> bool:
        """Whether it is the project's specification."""
        return self.genre == self.Genre.SPECIFICATION

    @property
    def is_amendment(self) -> bool:
        """Whether it is the text of a proposal, and found there."""
        return self.genre == self.Genre.AMENDMENT

    @property
    def is_plain(self) -> bool:
        """Whether it is neither the specification nor the text of a proposal."""
        return self.genre == self.Genre.PLAIN

    @property
    def is_closed(self) -> bool:
        """Whether nobody writes in it now: it was closed or archived, its circle closed, or its project archived."""
        return self.closed_at is not None or self.is_archived or self.circle.is_closed or self.project.is_archived

    @property
    def is_archived(self) -> bool:
        """Whether it was put away."""
        return self.archived_at is not None

    def readers_among(self, people: Collection[User]) -> set[UUID]:
        """Return by id who of some people may read it now: what `readable` asks of one person about many documents."""
        keys = [user.pk for user in people]
        grants = DocumentGrant.of_things.filter(content_object=self, user__in=keys)
        members = Membership.objects.current().filter(project=self.project_id, user__in=keys)
        found = set(grants.of_guests(Level.READ).values_list("user", flat=True))
        held = Restriction.objects.in_force().filter(document=self).first()
        if held:
            named = grants.granting(Level.READ).filter(guest=None, user__in=members.values("user"))
            inside = members.filter(circle__in=held.circles.all())
            return {*found, *named.values_list("user", flat=True), *inside.values_list("user", flat=True)}
        found.update(members.values_list("user", flat=True))
        if self.genre != Document.Genre.AMENDMENT:
            circles = CircleGrant.of_things.of_guests(Level.READ).filter(content_object=self.circle_id, user__in=keys)
            found.update(circles.values_list("user", flat=True))
        return found

    @cached_property
    def restriction(self) -> Restriction | None:
        """Return the restriction that holds at this instant, if any."""
        held: list[Restriction] | None = getattr(self, "held_restrictions", None)
        if held is None:
            return self.restrictions.in_force().select_related("started_by").first()
        return held[0] if held else None

    def nodes(self) -> list[Node]:
        """Read what it says now, as far as the log goes, with the names of today for whom and what it mentions."""
        nodes = self.stored_nodes()
        return with_names(self.project, nodes) if stores_ids(nodes) else nodes

    def stored_nodes(self) -> list[Node]:
        """Read what it says now as it is stored: whom and what it mentions by their ids."""
        nodes = self._kept_nodes()
        return read_tree(self.log.read().updates) if nodes is None else nodes

    def _kept_nodes(self) -> list[Node] | None:
        """Return the nodes as they were kept when they were last read, if nothing has come since."""
        kept = Log.objects.filter(
            pk=self.pk, seq=models.F("document__kept_nodes__seq"), document__kept_nodes__reader=READER
        )
        data = kept.values_list("document__kept_nodes__data", flat=True).first()
        return unpack(bytes(data)) if data else None

    @classmethod
    def create(
        cls,
        circle: Circle,
        title: str,
        *,
        by: User | None,
        at: datetime | None = None,
        genre: str = Genre.PLAIN,
        content: bytes = b"",
    ) -> Document:
        """Make a document in a circle; `content` is a Yjs update that becomes the first row of its log.

        Raises Refused in a closed circle, and for a second specification.
        """
        with transaction.atomic():
            circle = circle.open_or_refuse()
            if genre == cls.Genre.SPECIFICATION and cls.objects.filter(project=circle.project, genre=genre).exists():
                raise Refused(_now("This project has its specification already."))
            document = cls.begin(circle, title, by=by, at=at, genre=genre, content=content)
            document.record_event(DocumentEvent.DOCUMENT_CREATED, by=by, at=at, also=["documents"])
        return document

    @classmethod
    def begin(
        cls, circle: Circle, title: str, *, by: User | None, at: datetime | None, genre: str, content: bytes
    ) -> Document:
        """Write a new document and its log; the caller holds the project's lock and records it."""
        document = cls.objects.create(
            project=circle.project,
            circle=circle,
            number=cls.next_number(circle.project),
            title=title,
            genre=genre,
            created_by=by,
            **({"created_at": at} if at else {}),
        )
        when: dict[str, Any] = {"edited_at": at} if at else {}
        log = Log.objects.create(document=document, seq=1 if content else 0, edited_by=by, **when)
        if content:
            when = {"received_at": at} if at else {}
            log.updates.create(seq=1, message_id=uuid.uuid4().hex, user=by, data=content, **when)
        return document

    def close(self, *, at: datetime | None = None) -> None:
        """Let nobody write in it any more; open editors are notified. The caller locks the project and records it."""
        self.closed_at = at or clock.now()
        self.save()

    def rename(self, title: str, *, by: User) -> None:
        """Rename the document."""
        with transaction.atomic():
            document = self.locked()
            document.refuse_if_closed()
            before = document.title
            if before == title:
                return
            document.title = title
            document.save()
            document.record_event(DocumentEvent.DOCUMENT_RENAMED, by=by, before=before, also=["documents"])

    def move_to(self, circle: Circle, *, by: User) -> None:
        """Stand in another open circle of the project from now on.

        Raises Refused for the specification, which belongs to the whole project.
        """
        with transaction.atomic():
            document = self.locked()
            document.refuse_if_closed()
            document.refuse_if_bound()
            circle = circle.open_or_refuse()
            if circle.pk == document.circle_id:
                return
            before = document.circle
            document.circle, document.folder, document.parent = circle, None, None
            document.save()
            document.record_event(
                DocumentEvent.DOCUMENT_MOVED,
                by=by,
                before=before.name,
                within=circle.name,
                also=["documents", before.change_key],
            )

    def transfer_to(self, circle: Circle, *, by: User | None, at: datetime | None = None) -> None:
        """Belong to another circle from now on, as every thing; it stays in its folder where that has gone before."""
        with transaction.atomic():
            document = self.locked()
            if document.folder and document.folder.circle_id != circle.pk:
                document.folder = None
                document.save()
            super().transfer_to(circle, by=by, at=at)

    def archive(self, *, by: User, at: datetime | None = None) -> None:
        """Put it away: lists leave it out and nobody writes in it, until it is restored.

        Raises Refused for the specification.
        """
        with transaction.atomic():
            document = self.locked()
            document.refuse_if_bound()
            if document.is_archived:
                return
            document.archived_at = at or clock.now()
            document.save()
            document.record_event(DocumentEvent.DOCUMENT_ARCHIVED, by=by, at=at, also=["documents"])

    def restore(self, *, by: User) -> None:
        """List it again, and let people write in it."""
        with transaction.atomic():
            document = self.locked()
            if not document.is_archived:
                return
            document.archived_at = None
            document.save()
            document.record_event(DocumentEvent.DOCUMENT_RESTORED, by=by, also=["documents"])

    def refuse_if_closed(self) -> None:
        """Raise Refused where it can only be read."""
        if self.circle.is_closed:
            raise Refused(_now("This circle is closed; its documents can only be read."))
        if self.is_archived:
            raise Refused(_now("This document is archived; restore it first."))
        if self.is_closed:
            raise Refused(_now("This document is closed; it can only be read."))

    def refuse_if_bound(self) -> None:
        """Raise Refused for what has its place by what it is: the specification, and the text of a proposal."""
        if not self.is_plain:
            raise Refused(_now("This document stays where it is."))
