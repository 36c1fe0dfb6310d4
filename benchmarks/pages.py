"""Measure pages of a large project: queries, and milliseconds of the server's time.

    benchmarks/pages.py [--organisation FILE] [--documents DIR] [--limit-queries 15] [--limit-ms 150]

Works on a store of its own that is thrown away. Without a file, an organisation as large as a real one is made up.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 12
EMAIL = "reader@ronde.example"


@dataclass(frozen=True)
class Figure:
    """One page: queries and server milliseconds (median of warm requests, and the first one)."""

    page: str
    status: int
    queries: int
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


def addresses(slug: str, circle: str) -> Iterator[str]:
    """Yield the pages that are measured; those of apps that do not have one are left out."""
    from django.urls import NoReverseMatch, reverse

    names = ("today:today", "circles:map", "circles:tree", "circles:people", "circles:circle", "circles:record")
    for name in (*names, "decisions:register", "documents:documents", "actions:actions", "chat:chat", "meetings:sync"):
        try:
            yield reverse(name, args=[slug, circle] if name == "circles:circle" else [slug])
        except NoReverseMatch:
            continue


def measure(page: str, user: Any) -> Figure:
    """Ask for a page as a signed-in person, some times in a row."""
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
        for query in queries:
            print("   ", query["sql"][:220])
    return Figure(
        page, answer.status_code, len(queries), statistics.median(times[1:]), times[0], len(answer.content) / 1024
    )


def fill(options: argparse.Namespace, folder: Path) -> tuple[str, str, Any]:
    """Import the organisation (and documents); give slug, the largest circle and a reader who is in it."""
    from django.core.management import call_command
    from django.db.models import Count

    from accounts.models import User
    from circles.models import Project

    call_command("migrate", verbosity=0, interactive=False)
    reader = User.objects.create_user(EMAIL, name="Reader")
    file = options.organisation or folder / "organisation.json"
    if not options.organisation:
        file.write_text(json.dumps(made_up()))
    begun = time.perf_counter()
    call_command("import_organisation", file, project="Measured", by=EMAIL)
    print(f"organisation: {time.perf_counter() - begun:.1f} s")
    if options.documents:
        begun = time.perf_counter()
        call_command("import_documents", options.documents, project="Measured")
        print(f"documents: {time.perf_counter() - begun:.1f} s")
    project = Project.objects.get()
    largest = project.circles.filter(closed_at=None).annotate(size=Count("memberships")).latest("size")
    largest.admit(reader, by=reader)
    return project.slug, largest.key, reader


def main() -> int:
    """Measure and tell; 1 when a page is beyond a limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organisation", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--limit-queries", type=int, default=15)
    parser.add_argument("--limit-ms", type=float, default=150)
    parser.add_argument("--show", action="store_true", help="print the queries")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ronde-bench-"))
    os.environ |= {"RONDE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL", "RONDE_DEBUG"):
        os.environ.pop(name, None)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    try:
        slug, circle, reader = fill(options, folder)
        figures = [measure(page, reader) for page in addresses(slug, circle)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    beyond = 0
    for one in figures:
        too_much = one.status != 200 or one.queries > options.limit_queries or one.median_ms > options.limit_ms
        beyond += too_much
        print(
            f"{'!' if too_much else ' '} {one.page:<44} {one.status} {one.queries:>4} queries "
            f"{one.median_ms:7.1f} ms (first {one.first_ms:6.1f}) {one.kilobytes:7.1f} kB"
        )
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
