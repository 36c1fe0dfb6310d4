"""Scroll a document with many comments in a browser: script/bench comments [--comments 500] [--limit-tasks 0].

A document is made on an embedded server on the loopback, with a database that is thrown away, and commented on by six
people. Chromium opens it, waits until every comment stands beside its words, then scrolls from its top to its end and
back by wheel, once reading and once with a comment open. Printed: milliseconds until the comments stand, the longest
task of the page's main thread meanwhile, and while it scrolled how many tasks took beyond 50 ms of processor, with the
longest, and how many frames lasted beyond that on the clock, as they do too when the machine is busy with other things.
Exit 1 when there are more such tasks than the limit.
"""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

EMAIL, PASSWORD = "reader@ronde.example", "scrolling past everything"
LONG_MS = 50
WHEEL = 480
SENTENCE = "The stage number {0} lost {0} micrometres in the test of week {0}, and was measured again."
# Each task of the main thread that lasts, and the time between two frames for as long as they are counted.
WATCH = """
window.measured = { tasks: [], frames: [], isScrolling: false };
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.measured.tasks.push(task.duration);
}).observe({ type: "longtask", buffered: true });
let before = 0;
requestAnimationFrame(function frame(now) {
  if (window.measured.isScrolling && before) window.measured.frames.push(now - before);
  before = window.measured.isScrolling ? now : 0;
  requestAnimationFrame(frame);
});
"""
STANDING = """(wanted) => document.querySelectorAll(".notes__list .note").length >= wanted
  && document.querySelectorAll(".ProseMirror .noted").length >= wanted"""


@dataclass(frozen=True)
class Scrolling:
    """How smoothly it went: frames with those that lasted, tasks with those that did; the longest in milliseconds."""

    name: str
    frames: list[float]
    tasks: list[float]

    @property
    def long_tasks(self) -> int:
        """Return how many tasks took so much of the processor that one could notice."""
        return sum(one > LONG_MS for one in self.tasks)

    def __str__(self) -> str:
        parts = []
        for what, found in (("tasks", self.tasks), ("frames", self.frames)):
            long = sum(one > LONG_MS for one in found)
            parts.append(f"{len(found):5} {what}, {long} beyond {LONG_MS} ms, longest {max(found, default=0):.0f} ms")
        return f"{self.name:<20} {'; '.join(parts)}"


def prepare(folder: Path, comments: int) -> str:
    """Make a database with the document; return its address."""
    import django

    os.environ |= {"RONDE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL", "RONDE_DEBUG"):
        os.environ.pop(name, None)
    django.setup()
    from django.core.management import call_command

    from circles.circles.workflows.project_setup import create_project
    from circles.projects.workflows.following import followed_at_once
    from documents.documents.models import Document
    from documents.documents.workflows.comments import Anchor, begin_thread, reply
    from documents.richtext.markdown_reader import update_of
    from foundation.accounts.models import User

    call_command("migrate", verbosity=0)
    reader = User.objects.create_user(EMAIL, PASSWORD, name="Reader")
    people = [User.objects.create_user(f"p{at}@ronde.example", PASSWORD, name=f"Person {at}") for at in range(6)]
    general = create_project("Scrolled", by=reader).circles.general()
    for person in people:
        general.admit(person, by=reader)
    text = "\n\n".join(SENTENCE.format(number) for number in range(1, comments + 1))
    document = Document.create(general, "Wear test", by=reader, content=update_of(text))
    with followed_at_once():
        for number in range(1, comments + 1):
            anchor = Anchor(quote=f"lost {number} micrometres in the test of week {number},")
            said = begin_thread(document, anchor, "Is this before or after the seal was changed?", by=reader)
            if number % 3 == 0:
                reply(said.thread, "After; the note of the laboratory says so.", by=people[number % 6])
    return document.get_absolute_url()


def open_document(page: Page, address: str, comments: int) -> tuple[float, float]:
    """Open it; return milliseconds until the comments stand, and of the longest task until then."""
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_function(STANDING, arg=comments, timeout=60_000)
    ready = page.evaluate("performance.now()")
    page.evaluate("new Promise((done) => requestIdleCallback(done, { timeout: 5000 }))")
    return ready, page.evaluate("Math.max(0, ...window.measured.tasks.splice(0))")


def scroll(page: Page, name: str) -> Scrolling:
    """Scroll to the end and back; return how it went."""
    from tests.benchmarks.browser import traced_tasks

    page.mouse.move(500, 500)
    place = """[...document.querySelectorAll(".sheet, .sheet *, html")].find((one) =>
      one.scrollHeight > one.clientHeight + 100 && ["auto", "scroll"].includes(getComputedStyle(one).overflowY))"""
    height = page.evaluate(f"({place} ?? document.scrollingElement).scrollHeight")
    with traced_tasks(page) as tasks:
        page.evaluate("window.measured.isScrolling = true")
        for direction in (1, -1):
            for _ in range(int(height / WHEEL) + 1):
                page.mouse.wheel(0, direction * WHEEL)
                page.evaluate("new Promise((done) => requestAnimationFrame(done))")
        page.evaluate("window.measured.isScrolling = false")
    return Scrolling(name, page.evaluate("window.measured.frames.splice(0)"), tasks)


def main() -> int:
    """Open, scroll, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=500)
    parser.add_argument("--limit-tasks", type=int, default=0, help="so many tasks beyond 50 ms are let pass")
    options = parser.parse_args()
    from tests.benchmarks.browser import signed_in_page

    folder = Path(tempfile.mkdtemp(prefix="ronde-comments-"))
    try:
        address = prepare(folder, options.comments)
        with signed_in_page(folder, EMAIL, PASSWORD) as (page, server):
            page.add_init_script(WATCH)
            open_document(page, f"{server}{address}", options.comments)  # the front end into the cache
            ready, task = open_document(page, f"{server}{address}", options.comments)
            found = [scroll(page, "reading")]
            page.locator(".ProseMirror .noted").nth(options.comments // 2).click()
            page.wait_for_selector(".note--on [data-acts]")
            found.append(scroll(page, "with a comment open"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{options.comments} comments stand after {ready:.0f} ms; longest task meanwhile {task:.0f} ms")
    print(*found, sep="\n")
    return 1 if any(one.long_tasks > options.limit_tasks for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
