"""Find a file for a person who wants to see it: rights are asked of the thing, now."""

from uuid import UUID

from django.http import Http404

from foundation.accounts.models import User
from foundation.files.models import Attachment, Rendition
from foundation.files.rights import FileRights, find_rights


def find_file(
    key: UUID, user: User, *, slug: str | None = None, removed: bool = False
) -> tuple[Attachment, FileRights]:
    """Return a file that a person may see, and what they may do with it; in the project of this address, if one is
    given. What waits is seen by who sent it; what was `removed` is found to be brought back.

    :raises Http404: for all else, in the same way.
    """
    found = Attachment.objects.filter(pk=key, removed_at__isnull=not removed).with_file().first()
    rights = found and find_rights(user, found.on_kind, found.on_id)
    if not found or not rights or not rights.project or rights.keeper != found.project:
        raise Http404
    if slug is not None and rights.project.slug != slug:
        raise Http404
    if not (found.by_id == user.pk if found.attached_at is None else rights.may_read):
        raise Http404
    return found, rights


def rendition_of(attachment: Attachment, size: int) -> Rendition | None:
    """Return the smallest picture of a file that is at least this large, or the largest there is; None of a file that
    has none.
    """
    renditions = list(attachment.stored.renditions.all())
    return next((one for one in renditions if one.size >= size), renditions[-1] if renditions else None)
