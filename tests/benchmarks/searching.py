"""What a search costs beside a plain page of the same project, asked in turns: used by script/bench finding."""

import statistics
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from tests.benchmarks.figure import Clock, Reader

if TYPE_CHECKING:
    from circles.projects.models import Project
    from foundation.accounts.models import User

PLAIN = ("documents:documents", "actions:actions", "decisions:register", "chat:chat", "today:today")
ROUNDS = 7


def beside_plain_pages(project: "Project", user: "User", asked: Sequence[str]) -> float:
    """Read each plain page and the page of each search, one after the other, some rounds of them; print the medians of
    processor time and of the clock, and return how many times as much a search takes as the plain page that takes
    least, in the middle of the rounds.
    """
    plain = {name: Reader(reverse(name, args=[project.slug]), user, forgetting=False) for name in PLAIN}
    address = reverse("search:search", args=[project.slug])
    searches = {words: Reader(address, user, forgetting=False, asked={"q": words}) for words in asked}
    every = {**plain, **searches}
    for reader in every.values():
        reader.read()  # compiles the template, and takes the sample of the index
        reader.clock = Clock()
    for _ in range(ROUNDS):
        for reader in every.values():
            reader.read()
    for name, reader in plain.items():
        print(f"  {name:<24} {_written(reader.clock)}")
    together = Clock()
    for reader in searches.values():
        together.work_ms += reader.clock.work_ms
        together.wall_ms += reader.clock.wall_ms
    print(f"  {f'{len(searches)} searches':<24} {_written(together)}")
    least = min(plain.values(), key=lambda reader: statistics.median(reader.clock.work_ms))
    middles = [statistics.median(one.clock.work_ms[turn] for one in searches.values()) for turn in range(ROUNDS)]
    ratios = [middle / least.clock.work_ms[turn] for turn, middle in enumerate(middles)]
    ratio = statistics.median(ratios)
    slowest = max(searches, key=lambda words: statistics.median(searches[words].clock.work_ms))
    print(f"  the slowest: {slowest!r}, {_written(searches[slowest].clock)}")
    print(f"  a search takes {ratio:.2f} times the least of these ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
    return ratio


def _written(clock: Clock) -> str:
    work, wall = statistics.median(clock.work_ms), statistics.median(clock.wall_ms)
    return f"{work:6.1f} ms of the processor, {wall:6.1f} by the clock"
