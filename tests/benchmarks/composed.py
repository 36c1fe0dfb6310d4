"""Measure what composing queries once brings to pages and joins: script/bench composed [--rounds 15].

Each query that the engine room composes once (`foundation/serving/composed_query.py`) is asked so and plainly in turns,
on pages of the sample project and by a person who opens a document. What counts is the processor time of the whole page
or join: a query stays composed once where some page or join takes at least twice as long without. Elsewhere, a plain
queryset does.
"""

import argparse
import asyncio
import gc
import io
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

if TYPE_CHECKING:
    from circles.circles.models import Circle
    from circles.projects.models import Project
    from foundation.accounts.models import User
    from foundation.web.repeated_query import RepeatedQuery

OK = 200

type Story = Callable[[], Awaitable[object]]


class ComposedComparison:
    """The queries of this program, each asked in one of two ways."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.asked: set[RepeatedQuery] = set()

    def let(self, query: "RepeatedQuery", *, be_plain: bool) -> None:
        """Ask a query in this way from now on, and note that it was asked."""
        from foundation.serving.composed_query import ask_composed
        from foundation.web.repeated_query import ask_plainly

        way = vars(query).setdefault(f"plain {be_plain}", (ask_plainly if be_plain else ask_composed)(query))

        def rows(**values: Any) -> Any:
            self.asked.add(query)
            return way(**values)

        vars(query)["rows"] = rows

    async def compare(self, what: str, story: Story) -> None:
        """Print what a story takes with each of the queries that it asks in either way."""
        from foundation.web.repeated_query import RepeatedQuery

        gc.unfreeze()  # what a started server keeps cannot be listed
        for query in [one for one in gc.get_objects() if isinstance(one, RepeatedQuery)]:
            self.let(query, be_plain=False)
        await story()
        self.asked.clear()
        await story()
        for query in tuple(self.asked):
            took: dict[bool, list[float]] = {False: [], True: []}
            for _ in range(self.rounds):
                for be_plain, times in took.items():
                    self.let(query, be_plain=be_plain)
                    began = time.process_time()
                    await story()
                    times.append((time.process_time() - began) * 1000)
            self.let(query, be_plain=False)
            once, plain = (statistics.median(times) for times in took.values())
            print(f"{what:<20} {name_of(query):<48} {once:8.2f} {plain:8.2f} {plain / once:6.2f}", flush=True)


def name_of(query: "RepeatedQuery") -> str:
    """Return where the queryset is made, and of what it is asked."""
    return f"{query.compose.__module__}({', '.join(query.names)})"


def pages(project: "Project", circle: "Circle", reader: "User") -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield pages of each kind that ask such queries."""
    from django.test import Client
    from django.urls import reverse

    from documents.documents.models import Document

    browser = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    browser.force_login(reader)
    document = Document.objects.in_project(project).filter(closed_at=None).latest("number")
    lists = ("today:today", "decisions:register", "documents:documents", "meetings:sync", "circles:people")
    found = {name: reverse(name, args=[project.slug]) for name in lists}
    found |= {"circle": circle.get_absolute_url(), "document": document.get_absolute_url(), "inbox": reverse("inbox")}
    found["search"] = reverse("search:search", args=[project.slug]) + "?q=pump"
    for name, address in found.items():
        if browser.get(address).status_code != OK:
            sys.exit(f"{address} does not answer")
        yield name, lambda address=address: browser.get(address)  # type: ignore[misc]


async def compare_joins(comparison: ComposedComparison, circle: "Circle", reader: "User") -> None:
    """Open a document that others have open, and one that nobody has, with a token."""
    from asgiref.sync import sync_to_async

    from documents.coediting.session_registry import close_registry, current_registry
    from documents.coediting.warmup import warm_up_joins
    from documents.documents.models import Document
    from foundation.accounts.models import Token
    from tests.documents.coediting.clients import Client

    token = await sync_to_async(Token.issue)(reader, "benchmark")
    documents = [await sync_to_async(Document.create)(circle, name, by=reader) for name in ("Warm", "Cold")]
    warm, cold = (document.pk for document in documents)

    async def join(document: Any) -> Client:
        client = Client(document, headers=[(b"authorization", b"Bearer " + token.encode())])
        await client.until(lambda: bool(client.frames) or client.closed)
        if client.closed:
            sys.exit(f"the document is closed: {client.closed}")
        return client

    async def join_warm() -> None:
        await (await join(warm)).leave()

    async def join_cold() -> None:
        await (await join(cold)).leave()
        current_registry().sessions.pop(cold)

    await warm_up_joins()
    holder = await join(warm)
    await comparison.compare("join, warm", join_warm)
    await comparison.compare("join, cold", join_cold)
    await holder.leave()
    await close_registry()


async def measure(comparison: ComposedComparison, project: "Project", circle: "Circle", reader: "User") -> None:
    """Compare page after page, then joins."""
    print(f"{'ms of the processor':<20} {'query':<48} {'once':>8} {'plain':>8} {'ratio':>6}")
    for name, read in pages(project, circle, reader):

        async def story(read: Callable[[], object] = read) -> None:
            read()

        await comparison.compare(name, story)
    await compare_joins(comparison, circle, reader)


def measured(options: argparse.Namespace) -> int:
    """Fill a database, and measure."""
    import os

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # pages are asked for in this very thread
    django.setup()
    from django.core.management import call_command
    from django.db.models import Count

    from circles.projects.models import Project
    from config.warmup import warm_up
    from foundation.accounts.models import User

    warm_up()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("sample", language="en", stdout=io.StringIO())
    call_command("reindex", stdout=io.StringIO())
    reader, project = User.objects.create_user("reader@ronde.example", name="Reader"), Project.objects.get()
    circle = project.circles.filter(closed_at=None).annotate(size=Count("memberships")).latest("size")
    circle.admit(reader, by=reader)
    asyncio.run(measure(ComposedComparison(options.rounds), project, circle, reader))
    return 0


def main() -> int:
    """Measure and print."""
    from tests.benchmarks.throwaway import on_databases

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="sqlite")
    options = parser.parse_args()
    return on_databases(options.database, lambda _folder: measured(options))


if __name__ == "__main__":
    sys.exit(main())
