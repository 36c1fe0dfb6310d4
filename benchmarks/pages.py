"""Measure pages of a large project: queries, and milliseconds of the server's time.

    benchmarks/pages.py [--organisation FILE] [--documents DIR] [--database sqlite|postgresql]
                        [--limit-queries 15] [--limit-ms 150] [--show]

Works on a store of its own that is thrown away. Without a file, an organisation as large as a real one is made up.
Then things happen in it (benchmarks/life.py). The limits hold from the second visit on; the first one after a deed
asks anew for what only deeds change.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from circles.models import Circle, Project

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 12
ASK_MORE = {"proposals/": 35}
"""Pages that show one thing with all that hangs at it may ask so many questions; lists and overviews may not."""
EMAIL = "reader@ronde.example"


@dataclass(frozen=True)
class Figure:
    """One page: queries and server milliseconds (median of warm requests, and the first one)."""

    page: str
    status: int
    queries: int
    queries_after_a_deed: int
    median_ms: float
    first_ms: float
    kilobytes: float


def made_up(teams: int = 217, people: int = 666) -> dict[str, Any]:
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


def addresses(slug: str, large: str, document: int, proposal: int) -> Iterator[str]:
    """Yield the pages that are measured."""
    from django.urls import reverse

    names = ("today:today", "circles:map", "circles:tree", "circles:people", "circles:record", "decisions:register")
    for name in (*names, "decisions:proposals", "documents:documents", "actions:actions", "chat:chat", "meetings:sync"):
        yield reverse(name, args=[slug])
    for name in ("circles:circle", "chat:room"):
        yield reverse(name, args=[slug, "general"])
        yield reverse(name, args=[slug, large])
    yield reverse("circles:people", args=[slug]) + f"?circle={large}"
    yield reverse("documents:document", args=[slug, document])
    yield reverse("decisions:proposal", args=[slug, proposal])


def measure(page: str, user: Any, deed: Callable[[], object]) -> Figure:
    """Ask for a page as a signed-in person, some times in a row; before that, once after a deed."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    browser.force_login(user)
    times = []
    for _ in range(ROUNDS + 1):
        begun = time.perf_counter()
        answer = browser.get(page)
        times.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as queries:
        browser.get(page)
    if "--show" in sys.argv:
        for query in sorted(queries, key=lambda query: -float(query["time"])):
            print("   ", query["time"], query["sql"][:300])
    deed()
    with CaptureQueriesContext(connection) as afresh:
        browser.get(page)
    size = len(answer.content) / 1024
    return Figure(page, answer.status_code, len(queries), len(afresh), statistics.median(times[1:]), times[0], size)


def fill(options: argparse.Namespace, folder: Path) -> tuple["Project", "Circle", Any]:
    """Import the organisation and documents; give project, its largest circle and a reader who is in it."""
    from django.core.management import call_command
    from django.db.models import Count

    from accounts.models import User
    from circles.models import Project

    call_command("migrate", verbosity=0, interactive=False)
    reader = User.objects.create_user(EMAIL, name="Reader")
    file = options.organisation or folder / "organisation.json"
    if not options.organisation:
        file.write_text(json.dumps(made_up()))
    with said("organisation"):
        call_command("import_organisation", file, project="Measured", by=EMAIL)
    if options.documents:
        with said("documents"):
            call_command("import_documents", options.documents, project="Measured")
    project = Project.objects.get()
    largest = project.circles.filter(closed_at=None).annotate(size=Count("memberships")).latest("size")
    largest.admit(reader, by=reader)
    return project, largest, reader


@contextmanager
def said(what: str) -> Iterator[None]:
    """Tell how long something took."""
    begun = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begun:.1f} s", flush=True)


def figures(options: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    """Fill a store, then measure page after page."""
    import django

    django.setup()
    from django.db import connection
    from django.db.models import Max
    from django.db.models.functions import Coalesce, Length

    from actions.models import Action
    from benchmarks.life import live
    from documents.models import Document

    project, large, reader = fill(options, folder)
    with said("life"):
        life = live(project, large, reader)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the throwaway server does not do by itself what every other one does in a minute
    print(f"{life.decided} decisions; the largest circle is {large.key} ({len(large.people())} people)")
    size = Coalesce(Max(Length("log__updates__data")), 0)
    document = Document.objects.in_project(project).annotate(size=size).latest("size")
    for page in addresses(project.slug, large.key, document.number, life.proposal.number):
        yield measure(page, reader, lambda: Action.make(large, "Look", by=reader))


def main() -> int:
    """Measure and tell; 1 when a page is beyond a limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organisation", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--limit-queries", type=int, default=15)
    parser.add_argument("--limit-ms", type=float, default=150)
    parser.add_argument("--show", action="store_true", help="print the queries")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ronde-bench-"))
    os.environ |= {"RONDE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL", "RONDE_DEBUG"):
        os.environ.pop(name, None)
    sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]
    beyond = 0
    with ExitStack() as store:
        store.callback(shutil.rmtree, folder, ignore_errors=True)
        if options.database == "postgresql":
            from postgres import Postgres

            os.environ["RONDE_DATABASE_URL"] = store.enter_context(Postgres()).url
        for one in figures(options, folder):
            most = next((n for part, n in ASK_MORE.items() if re.search(rf"{part}\d", one.page)), options.limit_queries)
            too_much = one.status != 200 or one.queries > most or one.median_ms > options.limit_ms
            beyond += too_much
            print(
                f"{'!' if too_much else ' '} {one.page:<44} {one.status} {one.queries:>3} queries (after a deed "
                f"{one.queries_after_a_deed:>2}) {one.median_ms:7.1f} ms (first {one.first_ms:6.1f}) "
                f"{one.kilobytes:7.1f} kB",
                flush=True,
            )
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
