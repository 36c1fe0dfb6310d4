"""API of versions."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from documents.document_history.comparison import compare
from documents.document_history.restore_version import restore_version
from documents.documents import permissions
from documents.documents.access import find_with_history
from documents.documents.contexts.unread import unread_of
from documents.documents.models import MAX_NAME, MAX_REASON, Document, Version, Visit
from documents.documents.workflows.versions import make_version_at, name_version
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.markup import markup_of
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import seq_page_of

router = Router()
AT_ONCE = 200


class VersionIn(Body):
    """How a version is called, and why there is one; without a name it goes by its number."""

    name: str = Field("", max_length=MAX_NAME)
    reason: str = Field("", max_length=MAX_REASON)


class NewVersionIn(VersionIn):
    """`seq`: the place of the log that is made a version; the last one, where it is not given."""

    seq: int | None = Field(None, ge=1, le=2**31 - 1)


class RestoreIn(Body):
    """`seen`: the last place of the log that was read by who restores; what others wrote after it stays."""

    seen: int | None = Field(None, ge=0, le=2**31 - 1)


class VersionOut(Schema):
    """A version: everything up to place `seq` of the document's log. `restored` is the number of the one it brings
    back; `authors` wrote what came since the version before, and `summary` says who changed what, as pages name it.
    """

    number: int
    seq: int
    name: str
    reason: str
    summary: str
    origin: str
    restored: int | None
    authors: list[str]
    words_added: int
    words_removed: int
    made_at: datetime
    made_by: str | None


class VersionPage(Schema):
    """Versions, the last one first, and the cursor of the next page (empty on the last one)."""

    versions: list[VersionOut]
    next: str


class UnreadChangeOut(Schema):
    """A block that others changed: `changed`, `added` or `removed`, its words before and after, and who changed it."""

    kind: str
    block: str
    before: str
    after: str
    by: list[str]


class UnreadOut(Schema):
    """What others changed after the place `since` of the log, up to which you have read the document (0: you never
    did), as far as place `until`.
    """

    since: int
    until: int
    people: list[str]
    changes: list[UnreadChangeOut]


class ReadIn(Body):
    """Up to which place of the log you have read the document; all of it, where it is not given."""

    seq: int | None = Field(None, ge=0, le=2**31 - 1)


class ComparisonOut(Schema):
    """The text of version `until` as HTML, in which `del` and `ins` say what went and came after version `since`."""

    html: str
    words_added: int
    words_removed: int


def shown(version: Version) -> VersionOut:
    """Return a version as the API shows it."""
    return VersionOut(
        number=version.number,
        seq=version.seq,
        name=version.name,
        reason=version.reason,
        summary=version.story,
        origin=version.origin,
        restored=version.restored,
        authors=[writer.name for writer in version.writers],
        words_added=version.words_added,
        words_removed=version.words_removed,
        made_at=version.made_at,
        made_by=version.made_by.name if version.made_by else None,
    )


def find(request: HttpRequest, document: UUID) -> Document:
    """Find a document whose versions the person may read."""
    return find_with_history(asker(request), document)


def find_version(request: HttpRequest, document: UUID, number: int) -> Version:
    """Find a version of such a document."""
    return get_object_or_404(find(request, document).versions.with_people(), number=number)


@router.get("documents/{uuid:document}/versions", response=VersionPage)
def list_versions(request: HttpRequest, document: UUID, after: str = "") -> VersionPage:
    """List a document's versions, the last one first."""
    page = seq_page_of(find(request, document).versions.with_people(), after, key="seq", size=AT_ONCE)
    return VersionPage(versions=[shown(version) for version in page.rows], next=page.next)


@router.post("documents/{uuid:document}/versions", response={201: VersionOut})
def create_version(request: HttpRequest, document: UUID, data: NewVersionIn) -> Status[VersionOut]:
    """Make a version of what a document says now, or said at a place of its log."""
    found = find(request, document)
    require(permissions.may_write(asker(request), found))
    made = make_version_at(found, data.seq, by=asker(request), name=data.name, reason=data.reason)
    return Status(201, shown(made))


@router.get("documents/{uuid:document}/comparison", response=ComparisonOut)
def compare_versions(request: HttpRequest, document: UUID, until: int = 0, since: int = 0) -> ComparisonOut:
    """Compare two versions word by word; `since` 0 is the empty document, `until` 0 the last version."""
    found = find(request, document)
    first = get_object_or_404(found.versions, number=since).seq if since else 0
    last = get_object_or_404(found.versions.last_first()[:1] if not until else found.versions.filter(number=until)).seq
    comparison = compare(found.log, min(first, last), max(first, last), [])
    html = "".join(block.html for block in comparison.blocks)
    return ComparisonOut(html=html, words_added=comparison.count.added, words_removed=comparison.count.removed)


@router.get("documents/{uuid:document}/versions/{int:number}", response=VersionOut)
def get_version(request: HttpRequest, document: UUID, number: int) -> VersionOut:
    """Return what a version is, without its text."""
    return shown(find_version(request, document, number))


@router.patch("documents/{uuid:document}/versions/{int:number}", response=VersionOut)
def rename_version(request: HttpRequest, document: UUID, number: int, data: VersionIn) -> VersionOut:
    """Name a version and say why; an empty name takes it away."""
    found = find_version(request, document, number)
    require(permissions.may_write(asker(request), found.document))
    return shown(name_version(found, name=data.name, reason=data.reason, by=asker(request)))


@router.get(
    "documents/{uuid:document}/versions/{int:number}.md",
    openapi_extra={"responses": {200: {"content": {"text/markdown": {}}}}},
)
def version_as_markdown(request: HttpRequest, document: UUID, number: int) -> HttpResponse:
    """Return a version's text as Markdown."""
    return _file(markdown_of(find_version(request, document, number).nodes()), "text/markdown")


@router.get(
    "documents/{uuid:document}/versions/{int:number}.html",
    openapi_extra={"responses": {200: {"content": {"text/html": {}}}}},
)
def version_as_html(request: HttpRequest, document: UUID, number: int) -> HttpResponse:
    """Return a version's text as HTML."""
    return _file(markup_of(find_version(request, document, number).nodes()), "text/html")


@router.post("documents/{uuid:document}/versions/{int:number}/restorations", response={201: VersionOut})
def restore(request: HttpRequest, document: UUID, number: int, data: RestoreIn) -> Status[VersionOut]:
    """Restore a version: one edit more, which makes a new version."""
    found = find_version(request, document, number)
    require(permissions.may_write(asker(request), found.document))
    return Status(201, shown(restore_version(found, by=asker(request), seen=data.seen)))


@router.get("documents/{uuid:document}/unread", response=UnreadOut)
def unread_changes(request: HttpRequest, document: UUID) -> UnreadOut:
    """Return what others changed since you last read a document, block by block; at most 200 blocks."""
    found, user = find(request, document), asker(request)
    unread = unread_of(found, user)
    if unread is None:
        return UnreadOut(since=Visit.read_up_to(found, by=user), until=found.log.seq, people=[], changes=[])
    changes = [UnreadChangeOut(**one.as_facts()) for one in unread.marked]
    people = [person.name for person in unread.people]
    return UnreadOut(since=unread.since, until=unread.until, people=people, changes=changes)


@router.put("documents/{uuid:document}/reading", response={204: None})
def mark_read(request: HttpRequest, document: UUID, data: ReadIn) -> Status[None]:
    """Note up to where you have read a document: what comes after is shown to you when you open it."""
    Visit.note_read(find(request, document), by=asker(request), seq=data.seq)
    return Status(204, None)


def _file(content: str, kind: str) -> HttpResponse:
    """Answer with a text that no browser opens as a page of ours."""
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=f"{kind}; charset=utf-8", headers=headers)
