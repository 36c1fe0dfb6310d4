"""Circles and their members to take away."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.utils.translation import gettext_lazy as _

from circles.circles.models import Membership, Role
from circles.circles.takeaway_parts import (
    AT_ONCE,
    Row,
    TakeawayFile,
    TakeawayPart,
    TakeawayReader,
    json_file,
    table_files,
)
from foundation.accounts.skills import names_in


def circle_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a circle a row."""
    for circle in reader.circles:
        yield {
            "key": circle.key,
            "name": circle.name,
            "purpose": circle.purpose,
            "inside": circle.parent.key if circle.parent else "",
            "created_at": circle.created_at,
            "closed_at": circle.closed_at,
            "domains": [f"{one.key} {one.name}" for one in circle.domains.held().order_by("key")],
            "skills_needed": names_in(circle.needs),
        }


def memberships_for(reader: TakeawayReader) -> Any:
    """Return memberships, ended ones too."""
    return reader.rows(Membership.objects.filter(project=reader.project))


def member_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a membership a row, with the roles that came with it; addresses are for their owners."""
    found = memberships_for(reader).select_related("user", "circle").order_by("circle", "started_at", "pk")
    for some in batched(found.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        roles: dict[int, list[str]] = {}
        for role in Role.objects.filter(membership__in=some).order_by("pk"):
            until = f" ({role.started_at:%Y-%m-%d} – {role.ended_at:%Y-%m-%d})" if role.ended_at else ""
            roles.setdefault(role.membership_id, []).append(f"{role.words}{until}")
        for one in some:
            yield {
                "name": one.user.name,
                "handle": one.user.handle,
                "circle": one.circle.name,
                "roles": roles.get(one.pk, []),
                "since": one.started_at,
                "until": one.ended_at,
                "percent_of_week": one.share,
                "skills": [] if one.ended_at else one.user.skill_names,
            }


def member_files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write who is in which circle, and the project itself with its elements."""
    project = reader.project
    names = ("name", "purpose", "language", "time_zone", "working_days", "country", "currency", "budget", "created_at")
    elements = [f"{one.reference} {one.statement}" for one in project.fundamentals.current().order_by("number")]
    row = {name: getattr(project, name) for name in names} | {"elements": elements}
    yield json_file("members/project.json", [row])
    yield from table_files("members/circles", lambda: circle_rows(reader), things=0)
    yield from table_files("members/members", lambda: member_rows(reader), things=memberships_for(reader).count())


PART = TakeawayPart(
    "members",
    _("Circles, who is or was in them with which role, and the project with its fundamental elements."),
    lambda reader: int(memberships_for(reader).count()),
    member_files,
)
