"""Write a baseline as a file: script/bench baseline [--clauses 1000] [--forms pdf,docx,…] [--limit 10].

A project with so many clauses, ratified by twelve decisions. Each form is written three times; the quickest counts, and
the exit status is 1 where one takes more seconds than the limit.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]
TIMES = 3
DECISIONS = 12


def measured(options: argparse.Namespace) -> int:
    """Make the project, and write its last baseline in each form."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from decisions.traceability.baseline_copy import BaselineCopy
    from documents.richtext.exchange.export_formats import ExportFormat
    from tests.benchmarks.throwaway import gather_statistics

    pilot, baseline = grown(options.clauses)
    gather_statistics()
    beyond = 0
    for form in options.forms.split(","):
        write = partial(ExportFormat(form).write, BaselineCopy(baseline, pilot))
        wall, processor = min(seconds(write) for _ in range(TIMES))
        print(f"{options.clauses} clauses as {form}: {wall:.1f} s, {processor:.1f} s of a processor", flush=True)
        beyond += wall > options.limit
    return 1 if beyond else 0


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long work takes: by the clock, and of a processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def grown(clauses: int) -> tuple[Any, Any]:
    """Make a project with clauses that decisions have ratified; return its pilot and its last baseline."""
    from across.sample.data_generator.clauses import generate_clauses
    from circles.circles.workflows.project_setup import create_project
    from decisions.decisions.workflows.proposals import create_proposal
    from decisions.decisions.workflows.round_closing import write_due_outcomes
    from decisions.specification.models import Baseline
    from foundation.accounts.models import User

    pilot = User.objects.create_user("pilot@ronde.example", name="Pia Pilot")
    project = create_project("Baseline", by=pilot)
    for number in range(DECISIONS):
        proposal = create_proposal(
            project.circles.general(),
            by=pilot,
            ask=True,
            tension="It is not agreed.",
            text=f"We agree to part {number}.",
        )
        if proposal.open_round:
            write_due_outcomes(proposal, at=proposal.open_round.closes_at)
    generate_clauses(project, clauses, seed=1, bar=_no_bar)
    return pilot, Baseline.objects.in_order().last()


@contextmanager
def _no_bar(_name: str, _size: int) -> Iterator[Callable[[int], None]]:
    yield lambda _done: None


def main() -> int:
    """Measure and print; 1 when a form takes longer than the limit."""
    from tests.benchmarks.throwaway import on_databases

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", type=int, default=1_000)
    parser.add_argument("--forms", default="pdf")
    parser.add_argument("--limit", type=float, default=10, help="seconds")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="sqlite")
    options = parser.parse_args()
    return on_databases(options.database, lambda _folder: measured(options))


if __name__ == "__main__":
    sys.exit(main())
