"""Copies and imports lie here for a week, and go with whom they are for."""

from typing import Any

from across.takeaway.models import ProjectImport, Takeaway
from foundation.web.kept_data import FormerNames, KeptData


def forget(person: Any, names: FormerNames) -> None:
    """Remove the copies of projects that the person was in: their data is in them."""
    projects = person.memberships.values("project")
    for copy in Takeaway.objects.filter(project__in=projects):
        copy.remove()


KEPT_DATA = KeptData(
    app="takeaway",
    left_out={Takeaway: "copies, made for a week", ProjectImport: "imports into this server"},
    private={Takeaway: "by", ProjectImport: "by"},
    forget=forget,
)
