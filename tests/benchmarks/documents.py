"""Measure the list of documents in a project of the planned size: script/bench documents [--number 20000].

Works on a database of its own that is thrown away: documents of five paragraphs in forty circles, with their logs and
their rows in the index of search, one in a hundred restricted. What is looked at are the pages of the list as people
ask for it: in folders, of one circle, in each order, and by words that are in a title, in a text, in few and in many.
Queries, milliseconds and bytes are those of `script/bench pages`; so are the options.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]


def fill(number: int) -> None:
    """Fill a project with so many documents, with their logs, spread over its circles and five years."""
    django.setup()
    from documents.coediting.models import Log
    from documents.documents.models import Document
    from tests.benchmarks.search import BATCH, DOCUMENTS, Filling
    from tests.benchmarks.throwaway import gather_statistics

    filling = Filling(number / DOCUMENTS)
    filling.put("document", filling.documents(number))
    chosen = filling.texts.random
    documents = list(Document.objects.filter(project=filling.project, log=None).order_by("number"))
    for place, one in enumerate(documents):
        one.circle = chosen.choice(filling.circles)
        one.created_by = chosen.choice(filling.people)
        facts = filling.facts(place, number)
        one.log = Log(document=one, seq=1, edited_at=facts["happened_at"], edited_by=one.created_by)
    Document.objects.bulk_update(documents, ["circle", "created_by"], batch_size=400)
    Log.objects.bulk_create([one.log for one in documents], batch_size=BATCH)
    gather_statistics()


def addresses() -> list[str]:
    """Return the pages to look at."""
    from django.urls import reverse

    from circles.projects.models import Project
    from tests.benchmarks.search import RandomTexts

    word, page = RandomTexts().words, reverse("documents:documents", args=[Project.objects.get().slug])
    asked = ("", "?order=title", "?order=made", "?circle=circle-7", "?circle=circle-7&order=title", "?restricted=1")
    words = (word[25_000], word[1_000], word[60], word[2], f"{word[5]}+{word[45]}", "circle", "person")
    return [page + one for one in asked] + [f"{page}?words={one}" for one in words]


def in_a_process(what: Callable[..., None], *args: Any) -> int:
    """Run it as a program of its own, as a server is; returns how that ended."""
    process = multiprocessing.get_context("spawn").Process(target=what, args=args)
    process.start()
    process.join()
    return process.exitcode or 0


def measure_pages(options: argparse.Namespace) -> None:
    """Print a row a page; ends with 1 when one is beyond a limit."""
    django.setup()
    from config.warmup import warm_up
    from foundation.accounts.models import User
    from tests.benchmarks.figure import HEAD, measure

    pages = addresses()
    warm_up()  # as a server is, and after all that is only ours
    print(HEAD)
    beyond = 0
    for page in pages:
        one = measure(page, User.objects.get(handle="p0"), lambda: None)
        print(one.row(options), flush=True)
        beyond += one.is_beyond(options)
    sys.exit(1 if beyond else 0)


def measured(options: argparse.Namespace) -> int:
    """Fill a database and look at its pages."""
    return in_a_process(fill, options.number) or in_a_process(measure_pages, options)


def main() -> int:
    """Measure and print; 1 when a page is beyond a limit."""
    from tests.benchmarks.throwaway import on_databases

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=20_000)
    parser.add_argument("--limit-queries", type=int, default=30)
    parser.add_argument("--limit-ms", type=float, default=150)
    parser.add_argument("--show", action="store_true", help="print the queries")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="sqlite")
    options: Any = parser.parse_args()
    return on_databases(options.database, lambda _folder: measured(options))


if __name__ == "__main__":
    sys.exit(main())
