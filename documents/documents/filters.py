"""A list of documents as it was asked for in the address: with which words, where, in what order."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.circles.models.shared_word import MAX_WORD
from circles.invitations.models import Level
from circles.projects.models import Project
from circles.projects.thing_parts import word_search
from documents.documents.models import CommentThread, Document, DocumentQuerySet, DocumentTag, Favourite, Restriction
from documents.documents.models.document import readable
from foundation.accounts.models import User
from foundation.web.pagination import PAGE, CursorPage, latest_page_of, number_in, page_of, seq_page_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_WORDS = 100
LOOKED_AMONG = 400
"""Among how many of the list a page of those with a common word is looked for first."""
ORDERS = {"changed": _("Last changed"), "title": _("Title"), "made": _("Newest")}


@dataclass(frozen=True)
class ListOrder:
    """One order of the list, as a link."""

    label: "StrOrPromise"
    address: str
    is_on: bool


@dataclass(frozen=True)
class DocumentFilters:
    """What an address asks for; whatever it says wrong counts as not said."""

    words: str = ""
    circle: str = ""
    order: str = "changed"
    archived: bool = False
    commented: bool = False
    restricted: bool = False
    favourites: bool = False
    tag: str = ""
    folder: int = 0
    flat: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read `words`, `circle`, `tag`, `folder`, `order` and what is asked for with a 1 of an address."""
        order = query.get("order", "")
        return cls(
            words=" ".join(query.get("words", "")[:MAX_WORDS].split()),
            circle=query.get("circle", ""),
            order=order if order in ORDERS else "changed",
            archived=bool(query.get("archived")),
            commented=bool(query.get("commented")),
            restricted=bool(query.get("restricted")),
            favourites=bool(query.get("favourites")),
            tag=" ".join(query.get("tag", "")[:MAX_WORD].split()),
            folder=number_in(query.get("folder", "")) or 0,
            flat=bool(query.get("flat")),
        )

    @property
    def by_folder(self) -> bool:
        """Whether nothing is asked for that would leave circles half empty."""
        return not (self.is_sought or self.circle or self.folder or self.flat)

    @property
    def is_sought(self) -> bool:
        """Whether documents are looked for wherever they stand, below pages and in folders as well."""
        return bool(self.words or self.tag or self.archived or self.commented or self.restricted or self.favourites)

    @property
    def shows_order(self) -> bool:
        """Whether folders and pages stand in one another: in a circle or a folder where nothing is looked for."""
        return bool(self.circle or self.folder) and not (self.is_sought or self.flat)

    @property
    def address(self) -> str:
        """Return the query that asks for it: `?words=pump&order=title`."""
        usual = asdict(DocumentFilters())  # of each filter, what is not said
        said = {name: value for name, value in asdict(self).items() if value != usual[name]}
        return f"?{urlencode({name: 1 if value is True else value for name, value in said.items()})}"

    @property
    def orders(self) -> list[ListOrder]:
        """Return the orders there are, with the one that is on."""
        return [
            ListOrder(label, replace(self, order=order).address, self.order == order) for order, label in ORDERS.items()
        ]

    @property
    def archive_address(self) -> str:
        """Return the query that asks for what is archived, or for the list again."""
        return DocumentFilters(archived=not self.archived).address

    @property
    def commented_address(self) -> str:
        """Return the query that asks for those with open comments as well, or no more."""
        return replace(self, commented=not self.commented).address

    @property
    def restricted_address(self) -> str:
        """Return the query that asks for the restricted ones as well, or no more."""
        return replace(self, restricted=not self.restricted).address

    @property
    def place(self) -> str:
        """Return where one is, as what is dropped there says it: `folder:3`, `circle:field`."""
        return f"folder:{self.folder}" if self.folder else f"circle:{self.circle}"

    @property
    def favourites_address(self) -> str:
        """Return the query that asks for the person's favourites as well, or no more."""
        return replace(self, favourites=not self.favourites).address

    @property
    def untagged_address(self) -> str:
        """Return the query that asks for no tag any more."""
        return replace(self, tag="").address

    @property
    def flat_address(self) -> str:
        """Return the query that asks for all in one list, or for folders and pages again."""
        return replace(self, flat=not self.flat).address

    def among(self, project: Project, user: User) -> DocumentQuerySet:
        """Find what is asked for, in no order."""
        there = Document.objects.in_project(project).visible_to(user).in_scope(self.circle)
        found = there.own().archived() if self.archived else there.listed()
        if self.tag:
            # As ids: of a subquery SQLite would go through all documents of the project.
            tags = list(DocumentTag.objects.in_project(project).named(self.tag).values_list("pk", flat=True))
            found = found.filter(pk__in=Document.tags.through.objects.filter(documenttag__in=tags).values("document"))
        if self.favourites:
            found = found.filter(pk__in=Favourite.objects.filter(user=user).values("document"))
        if self.folder and not self.is_sought:
            found = found.filter(folder=self.folder)
        elif self.shows_order:
            found = found.at_the_top()
        if self.commented:
            found = found.readable_by(user).filter(Exists(CommentThread.objects.open().filter(document=OuterRef("pk"))))
        if self.restricted:
            found = found.filter(Restriction.objects.in_force().holding())
        return self.having_words(found, user) if self.words else found

    def page_for(self, project: Project, user: User, after: str) -> CursorPage[Document]:
        """Return a page of what is asked for, with numbers and titles alone.

        Of a word that most documents have the database would collect and sort all of them. The first of the list have
        it as well, so that they are asked alone, and all only where these do not fill a page.
        """
        if self.words and word_search().is_common(Document, self.words):
            there = replace(self, words="").among(project, user).only("number", "title")
            first = self.page(there, after, size=LOOKED_AMONG)
            keys = [row.pk for row in first.rows]
            having = self.having_words(Document.objects.filter(pk__in=keys), user, among=keys)
            page = self.page(having.only("number", "title"), "")
            if page.next or not first.next:
                return page
        return self.page(self.among(project, user).only("number", "title"), after)

    def having_words(
        self, found: DocumentQuerySet, user: User, *, among: Collection[UUID] | None = None
    ) -> DocumentQuerySet:
        """Keep those with the words typed in title or text, in their circle's name, or in that of who began it or
        wrote last. Circles and people are subqueries that the database runs once, and not for each document.
        """
        typed = self.words
        circles = Circle.objects.filter(name__icontains=typed).values("pk")
        people = User.objects.filter(name__icontains=typed).values("pk")
        named = Q(title__icontains=typed) | Q(circle__in=circles)
        named |= Q(created_by__in=people) | Q(log__edited_by__in=people)
        written = word_search().has_words(Document, typed, among)
        return found.filter(named | (readable(user, Level.READ) & written))

    def page(self, found: DocumentQuerySet, after: str, *, size: int = PAGE) -> CursorPage[Document]:
        """Return a page of what was found, in the order asked for."""
        if self.order == "made":
            return seq_page_of(found, after, key="number", size=size)
        if self.order == "title":
            return page_of(found, after, key="title", size=size)
        return latest_page_of(found.annotate(changed_at=F("log__edited_at")), after, key="changed_at", size=size)
