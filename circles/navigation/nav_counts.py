"""The numbers beside the links of the sidebar."""

from accounts.models import User
from audit import clock
from circles.extension_points import NavCount, NavTally, nav_status, nav_tallies
from circles.models import Project
from circles.queries.project_cache import now_in
from web.row_counts import count_rows


def numbers_for(user: User, project: Project | None = None) -> dict[str, NavCount]:
    """Return the numbers by link; of an archived project none but what waits elsewhere."""
    waiting = user.notices.waiting(now_in(project) if project else clock.now())
    tallies = {"inbox": NavTally([waiting.last_of_things()], new=waiting.unread())}
    if project is None or project.is_archived:
        return _counted(tallies, user)
    tallies |= {link: tally(project, user) for link, tally in nav_tallies().items()}
    others = {link: number for link, count in nav_status().items() if (number := count(project, user))}
    return _counted(tallies, user) | others


def _counted(tallies: dict[str, NavTally], user: User) -> dict[str, NavCount]:
    rows = {f"{link}_{place}": some for link, tally in tallies.items() for place, some in enumerate(tally.rows)}
    new = {f"{link}_new": tally.new for link, tally in tallies.items() if tally.new is not None}
    found = count_rows(User.objects.filter(pk=user.pk), **rows, **new)
    return {
        link: NavCount(
            sum(found[f"{link}_{place}"] for place, _rows in enumerate(tally.rows)),
            is_new=tally.is_new or found.get(f"{link}_new", 0) > 0,
        )
        for link, tally in tallies.items()
    }
