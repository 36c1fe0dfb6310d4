"""The events of documents as sentences."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.record.templates import RecordedEvent, sentences, template
from documents.documents.event_types import DocumentEvent, FolderEvent, TagEvent


def how_many_changes(event: RecordedEvent) -> object:
    """Return how many changes were decided on, in words."""
    count = event.facts.get("changes")
    if not isinstance(count, int):
        return None
    return ngettext("one change", "{number} changes", count).format(number=count)


def how_many_readers(event: RecordedEvent) -> object:
    """Return by how many a public link was opened, in words."""
    count = event.facts.get("opened_by")
    if not isinstance(count, int):
        return None
    return ngettext("one person", "{number} people", count).format(number=count) if count else _("nobody")


READ_BY = (
    _("It is read by the circles {circles}, and by {readers}."),
    template(_("It is read by {readers}."), circles=[]),
)

SENTENCES = {
    DocumentEvent.DOCUMENT_CREATED: sentences(
        _("{who} created the document {thing} in {circle_there}."), _("{who} created the document {thing}.")
    ),
    DocumentEvent.DOCUMENT_RENAMED: sentences(_("{who} renamed the document “{before}” to {thing}.")),
    DocumentEvent.DOCUMENT_MOVED: sentences(_("{who} moved the document {thing} from {before} to {within}.")),
    DocumentEvent.DOCUMENT_PLACED: sentences(
        _("{who} put {thing} below the page {below}."),
        _("{who} put {thing} into the folder “{folder}”."),
        template(_("{who} put {thing} at the top of {circle_there}."), folder="", below=""),
    ),
    DocumentEvent.DOCUMENT_ORDERED: sentences(_("{who} put {thing} elsewhere among the pages below {below}.")),
    DocumentEvent.DOCUMENT_TAGGED: sentences(
        template(_("{who} took all tags off {thing}."), names=""), _("{who} gave {thing} the tags {names}.")
    ),
    TagEvent.CREATED: sentences(_("{who} made the tag {thing}.")),
    TagEvent.RENAMED: sentences(_("{who} renamed the tag {thing}, which was “{before}”.")),
    TagEvent.REMOVED: sentences(_("{who} took the tag {thing} off all documents.")),
    FolderEvent.CREATED: sentences(_("{who} made the folder {thing} in {circle_there}.")),
    FolderEvent.RENAMED: sentences(_("{who} renamed the folder {thing}, which was “{before}”.")),
    FolderEvent.MOVED: sentences(
        _("{who} put the folder {thing} into “{into}”."),
        template(_("{who} put the folder {thing} at the top of {circle_there}."), into=""),
    ),
    FolderEvent.ORDERED: sentences(_("{who} put the folder {thing} elsewhere among those beside it.")),
    FolderEvent.REMOVED: sentences(_("{who} removed the folder {thing}; its documents stay.")),
    DocumentEvent.PUBLIC_LINK_MADE: sentences(
        template(_("{who} made a public link to {thing}, with a password, until {until}."), protected=True),
        template(_("{who} made a public link to {thing}, until {until}."), covers=["protected"]),
    ),
    DocumentEvent.PUBLIC_LINK_ENDED: sentences(
        template(_("{who} ended the public link to {thing}; {number} opened it."), covers=["opened_by"]),
        template(_("The public link to {thing} ended; {number} opened it."), covers=["opened_by"]),
        number=how_many_readers,
    ),
    DocumentEvent.PUBLIC_LINK_EXPIRED: sentences(
        template(_("The public link to {thing} ended on its day, {until}; {number} opened it."), covers=["opened_by"]),
        number=how_many_readers,
    ),
    DocumentEvent.DOCUMENT_ARCHIVED: sentences(_("{who} archived the document {thing}.")),
    DocumentEvent.DOCUMENT_RESTORED: sentences(_("{who} restored the document {thing}.")),
    DocumentEvent.VERSION_NAMED: sentences(
        _("{who} named version {version} of {thing} “{name}”, which was “{before}”: “{reason}”."),
        _("{who} named version {version} of {thing} “{name}”, which was “{before}”."),
        _("{who} named version {version} of {thing} “{name}”: “{reason}”."),
        _("{who} named version {version} of {thing} “{name}”."),
        _("{who} named version {version} of {thing}."),
    ),
    DocumentEvent.VERSION_NAME_REMOVED: sentences(
        _("{who} took away the name “{before}” of version {version} of {thing}."),
        _("{who} took away the name of version {version} of {thing}."),
    ),
    DocumentEvent.VERSION_RESTORED: sentences(
        _("{who} restored version {version} of {thing} (“{name}”), which made version {made}."),
        _("{who} restored version {version} of {thing}, which made version {made}."),
    ),
    DocumentEvent.DOCUMENT_RESTRICTED: sentences(
        _("{who} restricted {thing} until {until}: “{reason}”."), then=READ_BY
    ),
    DocumentEvent.RESTRICTION_RENEWED: sentences(
        _("{who} restricted {thing} anew, until {until}: “{reason}”."), then=READ_BY
    ),
    DocumentEvent.RESTRICTION_LIFTED: sentences(_("{who} opened {thing} to everyone in the project.")),
    DocumentEvent.RESTRICTION_EXPIRED: sentences(
        _("{thing} has opened to everyone in the project on {until}, as was said.")
    ),
    DocumentEvent.RESTRICTION_EXPIRY_ANNOUNCED: sentences(_("{thing} opens to everyone in the project on {until}.")),
    DocumentEvent.ACCESS_REQUESTED: sentences(_("{who} asked to read {thing}, which is restricted.")),
    DocumentEvent.READ_BY_ADMINISTRATOR: sentences(
        _("{who}, as administrator of the server, read {thing}, which is restricted.")
    ),
    DocumentEvent.COMMENT_RESOLVED: sentences(
        _("{who} resolved a comment on {thing}: {resolved_as}, {decision}."),
        _("{who} resolved a comment on {thing}: {resolved_as}."),
    ),
    DocumentEvent.COMMENT_REOPENED: sentences(_("{who} reopened a comment on {thing}.")),
    DocumentEvent.SUGGESTION_ACCEPTED: sentences(
        template(_("By {decision}, {number} that {author} suggested in {thing} came in."), covers=["changes"]),
        template(_("{who} accepted {number} that {author} suggested in {thing}."), covers=["changes"]),
        number=how_many_changes,
    ),
    DocumentEvent.SUGGESTION_REFUSED: sentences(
        template(_("{who} refused {number} that {author} suggested in {thing}."), covers=["changes"]),
        number=how_many_changes,
    ),
    DocumentEvent.SUGGESTION_REOPENED: sentences(
        template(_("{who} reopened {number} that {author} suggested in {thing}."), covers=["changes"]),
        number=how_many_changes,
    ),
    DocumentEvent.TEMPLATE_SAVED: sentences(_("{who} saved the template “{thing}” from {document}.")),
    DocumentEvent.TEMPLATE_REMOVED: sentences(_("{who} removed the template “{thing}”.")),
}
