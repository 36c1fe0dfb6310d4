"""The numbers beside the links of the sidebar."""

from accounts.models import User
from circles.extension_points import Count, Tally, counters, tallies
from circles.models import Project
from web.row_counts import count_rows


def numbers_for(user: User, project: Project | None = None) -> dict[str, Count]:
    """Return the numbers by link."""
    wanted = {"inbox": Tally([user.notices.unread()])}
    if project is None:
        return _counted(wanted, user)
    wanted |= {link: tally(project, user) for link, tally in tallies.items()}
    others = {link: number for link, count in counters.items() if (number := count(project, user))}
    return _counted(wanted, user) | others


def _counted(wanted: dict[str, Tally], user: User) -> dict[str, Count]:
    rows = {f"{link}_{place}": some for link, tally in wanted.items() for place, some in enumerate(tally.rows)}
    new = {f"{link}_new": tally.new for link, tally in wanted.items() if tally.new is not None}
    found = count_rows(User.objects.filter(pk=user.pk), **rows, **new)
    return {
        link: Count(
            sum(found[f"{link}_{place}"] for place, _rows in enumerate(tally.rows)),
            is_new=tally.is_new or found.get(f"{link}_new", 0) > 0,
        )
        for link, tally in wanted.items()
    }
