"""What the list of documents shows: favourites, the last opened, then a folder for each circle, or what was found."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of, tree_of
from circles.projects.models import Project
from documents.documents.contexts.starred import MARKS
from documents.documents.filters import DocumentFilters
from documents.documents.models import (
    CommentThread,
    Document,
    DocumentFolder,
    DocumentQuerySet,
    DocumentTag,
    Favourite,
    Suggestion,
    Visit,
)
from documents.documents.permissions import Abilities, abilities
from documents.richtext.exchange.export_formats import ExportFormat
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical

IN_FOLDER = 5
FOLDERS = 12
RECENT = 3
FAVOURITES = 8


@dataclass(frozen=True)
class CircleFolder:
    """A circle with the first of its documents."""

    circle: Circle
    number: int
    documents: list[Document]
    folders: list[DocumentFolder]

    @property
    def rest(self) -> int:
        """Return how many are not shown."""
        return self.number - len(self.documents)


def page_of_documents(project: Project, user: User, asked: DocumentFilters, after: str) -> dict[str, Any]:
    """Return the list's context; `after` is a cursor: of the rows, or the key of the last folder before."""
    context: dict[str, Any] = {"project": project, "asked": asked, "tags": tags_of(project)}
    if asked.shows_order or asked.circle or asked.folder:
        context |= place_of(project, asked, is_first=not after)
    if not asked.by_folder:
        # The database sorts all that were found, so it is given what a cursor needs; what a line shows, for its page.
        page = asked.page_for(project, user, after)
        found = for_lines(Document.objects.filter(pk__in=[row.pk for row in page.rows]), user)
        lines = (with_pages(found) if asked.shows_order else found).in_bulk()
        rows = [lines[row.pk] for row in page.rows if row.pk in lines]
        is_all = not (page.next or after)
        return context | {"rows": rows, "next": page.next, "total": len(rows) if is_all else None}
    found = asked.among(project, user)
    numbers = dict(found.order_by().values_list("circle").annotate(number=Count("pk")))
    circles = [node.circle for node in tree_of(project, with_closed=True).walk() if node.circle.pk in numbers]
    begins = next((place + 1 for place, circle in enumerate(circles) if circle.key == after), 0)
    shown = circles[begins : begins + FOLDERS]
    return context | {
        "folders": folders(found, shown, numbers, asked, user),
        "total": sum(numbers.values()) or None,
        "next": shown[-1].key if len(circles) > begins + FOLDERS else "",
        "favourites": favourites(project, user) if not after else [],
        "recent": recent(project, user) if not after else [],
        "archived": Document.objects.in_project(project).visible_to(user).own().archived().exists(),
    }


def folders(
    found: DocumentQuerySet, circles: list[Circle], numbers: dict[int, int], asked: DocumentFilters, user: User
) -> list[CircleFolder]:
    """Return each circle with its first documents, in the order asked for: one query for all. What a line shows is
    only counted for those that are shown.
    """
    order = {"title": F("title").asc(), "made": F("number").desc()}.get(asked.order, F("log__edited_at").desc())
    place = Window(RowNumber(), partition_by="circle", order_by=[order, F("number").asc()])
    first = found.order_by().filter(circle__in=circles).annotate(place=place).filter(place__lte=IN_FOLDER)
    rows = Document.objects.filter(pk__in=first.values("pk")).order_by(order, F("number").asc())
    by_circle: dict[int, list[Document]] = {}
    for row in for_lines(rows, user):
        by_circle.setdefault(row.circle_id, []).append(row)
    inner: dict[int, list[DocumentFolder]] = {}
    top = DocumentFolder.objects.filter(circle__in=circles, inside=None).select_related("project")
    for folder in top.as_put():
        inner.setdefault(folder.circle_id, []).append(folder)
    return [
        CircleFolder(circle, numbers[circle.pk], by_circle.get(circle.pk, []), inner.get(circle.pk, []))
        for circle in circles
    ]


def tags_of(project: Project) -> list[DocumentTag]:
    """Return the tags that a list can be narrowed to."""
    return list(DocumentTag.objects.in_project(project).order_by(Alphabetical("name")))


def place_of(project: Project, asked: DocumentFilters, *, is_first: bool) -> dict[str, Any]:
    """Return where one looks: the circle, the folders above, and those that stand there (on the first page)."""
    folder = DocumentFolder.objects.in_project(project).select_related("circle").filter(pk=asked.folder).first()
    circle = folder.circle if folder else next((one for one in circles_of(project) if one.key == asked.circle), None)
    if circle is None:
        return {"path": []}
    circle.project = project
    found = DocumentFolder.objects.in_place(circle, folder).select_related("project", "circle") if is_first else None
    return {
        "circle": circle,
        "path": folder.path() if folder else [],
        "inner": with_numbers(list(found.as_put())) if found and asked.shows_order else [],
    }


def with_numbers(found: list[DocumentFolder]) -> list[DocumentFolder]:
    """Note how many listed documents stand right in each folder: `number`."""
    listed = Document.objects.listed().filter(folder__in=found).order_by()
    numbers = dict(listed.values_list("folder").annotate(number=Count("pk")))
    for folder in found:
        vars(folder)["number"] = numbers.get(folder.pk, 0)
    return found


def pages_of(document: Document, user: User) -> DocumentQuerySet:
    """Return the pages that stand right below one, as they were put, as lines show them."""
    found = Document.objects.visible_to(user).listed().filter(parent=document)
    return with_pages(for_lines(found, user)).as_put()


def for_lines(found: DocumentQuerySet, user: User) -> DocumentQuerySet:
    """Fetch along what a line of the list shows, and how many comments and suggestions are open."""
    mine = Favourite.objects.filter(user=user, document=OuterRef("pk"))
    return (
        found.with_edits()
        .select_related("project", "folder", "parent")
        .prefetch_related("tags")
        .with_access(user)
        .annotate(
            is_favourite=Exists(mine),
            open_threads=_number_of(CommentThread.objects.open()),
            open_suggestions=_number_of(Suggestion.objects.open()),
        )
    )


def with_pages(found: DocumentQuerySet) -> DocumentQuerySet:
    """Count along how many pages stand right below each, where lines can be unfolded: `page_number`."""
    return found.annotate(page_number=_number_of(Document.objects.listed(), "parent"))


def _number_of(rows: QuerySet[Any], of: str = "document") -> Coalesce:
    number = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(number=Count("pk"))
    return Coalesce(Subquery(number.values("number"), output_field=IntegerField()), 0)


def favourites(project: Project, user: User) -> list[Document]:
    """Return what the person marked, the last edited first."""
    # As ids and not as a subquery, for which SQLite goes through all documents of the project.
    marks = Favourite.objects.filter(user=user).order_by("-made_at")
    marked = list(marks.values_list("document", flat=True)[:MARKS])
    found = Document.objects.in_project(project).visible_to(user).listed().filter(pk__in=marked)
    return list(found.with_edits().select_related("project").order_by("-log__edited_at", "pk")[:FAVOURITES])


def recent(project: Project, user: User) -> list[Visit]:
    """Return the last visits of the person, to what is still there for them."""
    there = Document.objects.in_project(project).visible_to(user).listed()
    found = Visit.objects.latest_of(user).filter(Exists(there.order_by().filter(pk=OuterRef("document"))))
    return list(found.select_related("document__project")[:RECENT])


def menu_of(document: Document, user: User, may: Abilities | None = None) -> dict[str, Any]:
    """Return what the menu of a document says that one can do with it."""
    may = may or abilities(user, document)
    return {
        "project": document.project,
        "document": document,
        "forms": ExportFormat.here(),
        "missing_forms": ExportFormat.missing(),
        "is_favourite": Favourite.objects.filter(user=user, document=document).exists(),
        "may_save_as_template": may.may_save_as_template,
        "may_arrange": may.may_arrange,
        "may_restrict": may.may_restrict or may.may_change_restriction,
        "is_member": may.is_member,
    }
