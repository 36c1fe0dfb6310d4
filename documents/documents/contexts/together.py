"""The documents that a person chose in the list, to do something with all of them."""

from collections.abc import Iterable

from django.http import Http404
from django.utils.translation import gettext as _

from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.models import Document
from documents.documents.workflows.together import AT_MOST
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.pagination import number_in


class NotAllOfThem(Refused):
    """Some of what was chosen is not the person's to change: 403, with which."""

    status = 403


def chosen_among(project: Project, user: User, values: Iterable[str]) -> list[Document]:
    """Return the chosen documents by their numbers; what the person may not know of is not found (404).

    :raises Refused: for none, or too many.
    :raises NotAllOfThem: where the person may not arrange one.
    """
    numbers = {number for value in values if (number := number_in(value)) is not None}
    if not numbers:
        raise Refused(_("Choose documents first."))
    if len(numbers) > AT_MOST:
        raise Refused(_("At most %(number)s documents are changed at once.") % {"number": AT_MOST})
    known = Document.objects.in_project(project).visible_to(user).own().filter(number__in=numbers)
    found = list(known.select_related("project", "circle", "folder", "parent", "log").order_by("number"))
    if len(found) != len(numbers):
        raise Http404
    refuse_others([one for one in found if not permissions.may_arrange(user, one)])
    return found


def refuse_others(documents: list[Document]) -> None:
    """Raise `NotAllOfThem` for these."""
    if documents:
        names = ", ".join(one.reference for one in documents)
        raise NotAllOfThem(_("You may not do this with %(names)s; take that out of what you chose.") % {"names": names})
