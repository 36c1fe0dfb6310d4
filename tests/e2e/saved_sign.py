"""Whether the sign *saved* tells the truth: what a page shows ten times a second, against the log.

People type words such as `a12,`, in their order. A page notes how many of them its text has, and what its sign says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from playwright.sync_api import Page
from pycrdt import Doc, XmlFragment

EVERY_MS = 100
PAUSED_MS = 500  # between two samples: the page itself stood still
LATE_MS = 3_000  # when "saving" must have given way to "not saved": after two seconds, and the looks at the clock

SAMPLE = """
globalThis.samples = [];
setInterval(() => {
  const shown = document.querySelector(".tiptap")?.cloneNode(true);
  for (const gone of shown?.querySelectorAll(".unread-gone") ?? []) gone.remove();
  const text = shown?.textContent ?? "";
  const state = document.querySelector("[data-saved]")?.dataset.state ?? "";
  samples.push([Date.now(), state, (text.match(/\\b%s\\d+,/g) ?? []).length]);
}, %d);
"""


class Sample(NamedTuple):
    """What a page showed at a moment."""

    at_ms: int
    state: str
    words: int  # typed by its person so far


@dataclass(frozen=True)
class Lie:
    """The sign said *saved* of a word that was not in the log."""

    at_ms: int
    word: int
    logged_at_ms: int | None


def watch(page: Page, letter: str) -> None:
    """Take samples on each page that is loaded from now on, of words that begin with this letter."""
    page.add_init_script(SAMPLE % (letter, EVERY_MS))


def taken(page: Page) -> list[Sample]:
    """Return the samples of the page that is there, and begin anew."""
    found: list[tuple[int, str, int]] = page.evaluate("() => globalThis.samples.splice(0)")
    return [Sample(*one) for one in found]


def lies(samples: list[Sample], logged_at_ms: list[int]) -> list[Lie]:
    """Return where the sign lied; the n-th word came into the log at `logged_at_ms[n - 1]`, if it ever did."""
    found = []
    for sample in samples:
        if sample.state != "saved" or not sample.words:
            continue
        known = logged_at_ms[sample.words - 1] if sample.words <= len(logged_at_ms) else None
        if known is None or known > sample.at_ms:
            found.append(Lie(sample.at_ms, sample.words, known))
    return found


def longest_saving_ms(samples: list[Sample], logged_at_ms: list[int]) -> int:
    """Return for how long the sign said at most that it was saving while no more words came into the log.

    This is in the time of the page.
    A page that gets no processor takes its samples late, some soon after each other, and looks at its clock as late.
    """
    longest = current = 0
    for before, after in pairwise(samples):
        is_going_on = before.state == after.state == "saving" and after.at_ms - before.at_ms < PAUSED_MS
        is_going_on &= bisect_right(logged_at_ms, before.at_ms) == bisect_right(logged_at_ms, after.at_ms)
        current = current + min(EVERY_MS, after.at_ms - before.at_ms) if is_going_on else 0
        longest = max(longest, current)
    return longest


def spells(samples: list[Sample]) -> int:
    """Return how often the sign became another."""
    return sum(1 for _ in groupby(sample.state for sample in samples))


def logged_words(document: str, letter: str) -> list[int]:
    """Return when (ms since 1970) the log had the first word of a letter, the first two, and so on.

    The time of a row is that of the statement that writes it, before it is committed.
    """
    from documents.documents.models import Document

    doc: Doc[XmlFragment] = Doc()
    text = doc.get("default", type=XmlFragment)
    times: list[int] = []
    rows = Document.objects.get(pk=document).log.updates.order_by("seq").values_list("received_at", "data")
    for received_at, data in rows:
        doc.apply_update(bytes(data))
        number = len(words_in(str(text), letter))
        times += [int(received_at.timestamp() * 1000)] * (number - len(times))
    return times


def words_in(text: str, letter: str) -> list[str]:
    """Return the words of a letter that a text has, in its order."""
    return re.findall(rf"\b{letter}\d+(?=,)", text)
