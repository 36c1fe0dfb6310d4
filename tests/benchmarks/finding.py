"""Ask what people ask, in two languages, and look where what they mean stands: script/bench finding --chat DIR.

    tests/benchmarks/finding.py --chat DIR [--database sqlite|postgresql|both] [--top 3] [--least 57] [--times 1.5]
                          [--folder DIR]

The sample in both languages and imported talk are loaded into a database that is thrown away (`--folder` keeps one of
SQLite, and uses it again). `finding.toml` has the questions with what answers them. Printed: each question whose answer
is not among the first three, with where it stands and what stands there. Then each question of the talk is asked again
in turns with plain pages of its project. Exit 1 when fewer than 57 of 60 are found, or a search takes more than 1.5
times the plain page that takes least.
"""

import argparse
import os
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

if TYPE_CHECKING:
    from across.search.contexts.hit import Hit
    from circles.projects.models import Project
    from foundation.accounts.models import User

TALK, EMAIL = "Talk", "reader@ronde.example"
LOOKED_AT = 20


def load(chat: Path) -> None:
    """Load both samples and the talk, where they are not there yet."""
    from django.core.management import call_command

    from circles.circles.workflows.project_setup import create_project
    from circles.projects.models import Project
    from foundation.accounts.models import User

    call_command("migrate", verbosity=0)
    for language in ("en", "fr"):
        call_command("sample", language=language)
    if not Project.objects.filter(name=TALK).exists():
        reader = User.objects.create_user(EMAIL, name="Reader", handle="reader")
        create_project(TALK, by=reader)
        call_command("import_chat", str(chat), project=TALK, by=EMAIL)


def place_of(project: "Project", user: "User", ask: str, wanted: list[str]) -> tuple[int, list["Hit"]]:
    """Return at which place what is meant stands, 0 where it is not among the first twenty, and these."""
    from across.search.contexts.hits import results

    hits = results(project, user, ask, size=LOOKED_AT, is_grouped=True).hits
    for place, hit in enumerate(hits, 1):
        for one in wanted:
            kind, _, words = one.partition(" ")
            shown = " ".join(
                f"{hit.reference} {hit.title} {hit.excerpt}".split()
            ).casefold()  # whatever blanks they have
            if hit.kind == kind and words.casefold() in shown:
                return place, hits
    return 0, hits


def measure(chat: Path, top: int, least: int, times: float) -> int:
    """Ask all, and say what was not found."""
    import django

    django.setup()
    from across.sample.languages import sample_in
    from circles.projects.models import Project
    from foundation.accounts.models import User

    load(chat)
    read: dict[str, Any] = tomllib.loads((ROOT / "tests" / "benchmarks" / "finding.toml").read_text())
    found = number = 0
    for where, questions in read["queries"].items():
        project = sample_in(where) or Project.objects.get(name=TALK)
        user = User.objects.get(email=EMAIL) if where == "talk" else project.people().get(email__startswith="bo@")
        for one in questions:
            place, hits = place_of(project, user, one["ask"], one["any"])
            number, found = number + 1, found + (0 < place <= top)
            if not 0 < place <= top:
                print(f"  {where} “{one['ask']}”: {place or 'not found'}", flush=True)
                for hit in hits[:top]:
                    print(f"      {hit.kind} {hit.reference} {hit.title[:50]} | {hit.excerpt[:90]}", flush=True)
    print(f"{found} of {number} among the first {top}")
    from tests.benchmarks.searching import beside_plain_pages
    from tests.benchmarks.throwaway import gather_statistics

    gather_statistics()
    asked = [one["ask"] for one in read["queries"]["talk"]]
    ratio = beside_plain_pages(Project.objects.get(name=TALK), User.objects.get(email=EMAIL), asked)
    return int(found < least or ratio > times)


def main() -> int:
    """Measure on one database or both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chat", type=Path, required=True)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="sqlite")
    parser.add_argument("--top", type=int, default=3)
    parser.add_argument("--least", type=int, default=57)
    parser.add_argument("--times", type=float, default=1.5)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.folder:
        os.environ |= {"RONDE_DATA_DIR": str(options.folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
        return measure(options.chat, options.top, options.least, options.times)
    from tests.benchmarks.throwaway import on_databases

    numbers = (options.top, options.least, options.times)
    return on_databases(options.database, lambda _folder: measure(options.chat, *numbers))


if __name__ == "__main__":
    sys.exit(main())
