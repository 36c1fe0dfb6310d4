"""Measure pages: queries, milliseconds of the server's time, bytes.

    tests/benchmarks/pages.py [--sample | --grow [circles=60 people=200 …] | [--teams 774 --people 1509]
                        | --organisation FILE [--documents DIR]
                        [--decisions FILE …] [--minutes DIR] [--chat DIR]]
                        [--database sqlite|postgresql|both] [--limit-queries 30] [--limit-ms 150] [--show]

Works on a database of its own that is thrown away. What is looked at: the sample project, or one that `grow` makes, or
one that is imported; without any of these, an organisation as large as a real one is made up. Then things happen in it
(tests/benchmarks/activity.py). Each page is read first right after an event, then twenty times
(tests/benchmarks/figure.py). The last column is the least work of its answers as a ratio to that of the page of actions
in the same run.
"""

import argparse
import io
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

if TYPE_CHECKING:
    from circles.circles.models import Circle
    from circles.projects.models import Project
    from tests.benchmarks.activity import Activity
    from tests.benchmarks.figure import Figure

EMAIL = "reader@ronde.example"


def made_up(teams: int, people: int) -> dict[str, Any]:
    """Make an organisation of that size up: three levels below the roots, one person in four in several teams."""
    handles = [f"person-{number}" for number in range(people)]
    rows = []
    for number in range(teams):
        parent = None if number < teams // 4 else f"team-{(number - teams // 4) // 3}"
        members = [handles[(number * 7 + seat * 13) % people] for seat in range(2 + number % 12)]
        seats = [{"handle": handle} for handle in dict.fromkeys(members)]
        name, purpose = f"Team {number}", f"Looks after part {number}"
        rows.append(
            {"key": f"team-{number}", "name": name, "purpose": purpose, "parent": parent, "kind": "team"}
            | {"leads": members[:1], "members": seats, "alumni": []}
        )
    return {"teams": rows, "people": [{"handle": handle, "name": handle.title()} for handle in handles]}


def addresses(project: "Project", large: "Circle", activity: "Activity") -> Iterator[str]:
    """Yield the pages that are measured: each kind, of the things with most to show."""
    from django.db.models import Max
    from django.db.models.functions import Coalesce, Length
    from django.urls import reverse

    from chat.chat.models import Topic
    from daily.syncs.models import ImportedMinutes
    from decisions.actions.models import Action
    from decisions.decisions.models import Decision, ImportedProcess
    from decisions.specification.models import Clause
    from decisions.tracks.models import Question, Track
    from documents.documents.models import Document

    slug = project.slug
    names = ("today:today", "circles:map", "circles:tree", "circles:people", "circles:record", "circles:fundamentals")
    lists = ("decisions:register", "decisions:proposals", "documents:documents", "actions:actions", "chat:chat")
    others = ("meetings:sync", "meetings:past", "search:search", "decisions:new_proposal", "today:pilot")
    direction = ("specification:specification", "decisions:baselines", "decisions:coverage", "decisions:matrix")
    tracks = ("tracks:tracks", "tracks:price")
    for name in (*names, *lists, *others, *direction, *tracks, "decisions:past", "meetings:every_past_minutes"):
        yield reverse(name, args=[slug])
    for name in ("circles:circle", "chat:room"):
        yield reverse(name, args=[slug, "general"])
        yield reverse(name, args=[slug, large.key])
    yield reverse("circles:people", args=[slug]) + f"?circle={large.key}"
    size = Coalesce(Max(Length("log__updates__data")), 0)
    yield Document.objects.in_project(project).annotate(size=size).latest("size").get_absolute_url()
    yield activity.proposal.get_absolute_url()
    if activity.naming:
        yield activity.naming.get_absolute_url()
    yield reverse("decisions:positions", args=[slug, activity.proposal.number, 1]) + "?kind=concern"
    yield reverse("decisions:new_objection", args=[slug, activity.proposal.number, 1])
    for model in (Decision, Action, ImportedProcess, ImportedMinutes, Clause, Question, Track):
        yield from (thing.get_absolute_url() for thing in model.objects.in_project(project).order_by("-pk")[:1])
    yield Topic.objects.in_project(project).order_by("-head__seq")[:1].get().get_absolute_url()
    if activity.sync:
        yield activity.sync.get_absolute_url()
    for name in ("inbox", "projects", "preferences", "tokens"):
        yield reverse(name)


def fill(options: argparse.Namespace, folder: Path) -> tuple["Project", "Circle", Any]:
    """Fill the database; return project, its largest circle and a reader who is in it."""
    from django.core.management import call_command
    from django.db.models import Count

    from circles.projects.models import Project
    from foundation.accounts.models import User

    call_command("migrate", verbosity=0, interactive=False)
    reader = User.objects.create_user(EMAIL, name="Reader")
    if options.sample:
        with timed("sample"):
            call_command("sample", language="en", stdout=io.StringIO())
    elif options.grow is not None:
        with timed("grown"):
            sizes = {what: int(number) for what, number in (size.split("=") for size in options.grow)}
            call_command("grow", project="Measured", stdout=io.StringIO(), **sizes)
    else:
        bring_in(options, folder)
    project = Project.objects.get()
    largest = project.circles.filter(closed_at=None).annotate(size=Count("memberships")).latest("size")
    largest.admit(reader, by=reader)
    return project, largest, reader


def bring_in(options: argparse.Namespace, folder: Path) -> None:
    """Import an organisation, and what it wrote."""
    from django.core.management import call_command

    file = options.organisation or folder / "organisation.json"
    if not options.organisation:
        file.write_text(json.dumps(made_up(options.teams, options.people)))
    with timed("organisation"):
        call_command("import_organisation", file, project="Measured", by=EMAIL, stdout=io.StringIO())
    written = [("documents", options.documents), *(("decisions", file) for file in options.decisions)]
    for what, path in (*written, ("minutes", options.minutes), ("chat", options.chat)):
        if path:
            with timed(f"{what} from {path.name}"):
                call_command(f"import_{what}", path, project="Measured", by=EMAIL, stdout=io.StringIO())


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Tell how long something took."""
    begun = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begun:.1f} s", flush=True)


def figures(options: argparse.Namespace, folder: Path) -> Iterator[tuple["Figure", "Figure"]]:
    """Fill a database, then measure page after page, each with the page of actions to compare it with."""
    django.setup()
    from django.urls import reverse

    from config.warmup import warm_up
    from decisions.actions.models import Action
    from tests.benchmarks.activity import add_activity
    from tests.benchmarks.figure import HEAD, RATIO, measure
    from tests.benchmarks.throwaway import gather_statistics

    warm_up()  # as servers do
    project, large, reader = fill(options, folder)
    with timed("activity"):
        activity = add_activity(project, large, reader)
    if options.analyze:
        gather_statistics()
    print(f"{activity.decided} decisions; the largest circle is {large.key} ({len(large.people())} people)")
    print(HEAD + RATIO)

    if activity.naming and (asked := activity.naming.open_round):
        print(f"{activity.naming.reference}, which names one circle beside its own, asks {asked.asked.count()} people")

    def event() -> None:
        Action.make(large, "Look", by=reader)

    compared = measure(reverse("actions:actions", args=[project.slug]), reader, event)
    for page in addresses(project, large, activity):
        yield (compared if page == compared.page else measure(page, reader, event)), compared
    yield measure(reverse("today:pilot", args=[project.slug]), reader, event, forgetting=True), compared


def main() -> int:
    """Measure and print; 1 when a page is beyond a limit."""
    from tests.benchmarks.throwaway import on_databases

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", action="store_true", help="look at the sample project")
    parser.add_argument("--grow", nargs="*", metavar="WHAT=N", help="look at a project that `grow` makes, of its sizes")
    parser.add_argument("--organisation", type=Path)
    parser.add_argument("--teams", type=int, default=217, help="of an organisation that is made up")
    parser.add_argument("--people", type=int, default=666, help="in it")
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--decisions", type=Path, nargs="*", default=[])
    parser.add_argument("--minutes", type=Path)
    parser.add_argument("--chat", type=Path)
    parser.add_argument("--limit-queries", type=int, default=30)
    parser.add_argument("--limit-ms", type=float, default=150)
    parser.add_argument("--no-analyze", dest="analyze", action="store_false", help="as before a server's first minute")
    parser.add_argument("--show", action="store_true", help="print the queries")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="sqlite")
    options = parser.parse_args()
    return on_databases(options.database, lambda folder: measured(options, folder))


def measured(options: argparse.Namespace, folder: Path) -> int:
    """Print a row a page; 1 when one is beyond a limit."""
    beyond = 0
    for one, compared in figures(options, folder):
        print(one.row(options, beside=compared), flush=True)
        beyond += one.is_beyond(options)
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
