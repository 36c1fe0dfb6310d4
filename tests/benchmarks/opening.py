"""Open documents in a browser and type in them: script/bench opening --documents DIR [--every N] [--limit-ms 300].

DIR holds Markdown files. They are imported into an embedded server on the loopback, on a database that is thrown away,
and opened one after the other, 0.7 s apart, at a Chromium that has the front end in its cache. For each:
milliseconds from the request until the words can be read and until one can type, and the longest task of the page's
main thread while twenty letters are typed. Exit 1 when opening takes longer than the limit in more than one of a
hundred, or typing ever has a task beyond 50 ms.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

EMAIL, PASSWORD = "reader@ronde.example", "opening one after the other"
LETTERS = "twenty letters typed"
LONG_TASK_MS = 50
BETWEEN_S = 0.7  # after which search has read the document before
# Notes when the page's words stand, when one can type, and each task of the main thread that lasts.
WATCH = """
window.measured = { tasks: [] };
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.measured.tasks.push([task.startTime, task.duration]);
}).observe({ type: "longtask", buffered: true });
window.measured.words = new Promise((resolve, reject) => {
  setTimeout(reject, 30000, new Error("nobody can read here"));
  new PerformanceObserver((list) => {
    for (const paint of list.getEntriesByName("first-contentful-paint")) resolve(paint.startTime);
  }).observe({ type: "paint", buffered: true });
});
window.measured.ready = new Promise((resolve, reject) => {
  setTimeout(reject, 30000, new Error("nobody can type here"));
  new MutationObserver((_, self) => {
    if (!document.querySelector(".ProseMirror[contenteditable=true]")) return;
    requestAnimationFrame(() => resolve(performance.now()));
    self.disconnect();
  }).observe(document, { subtree: true, childList: true, attributes: true });
});
"""


@dataclass(frozen=True)
class Opening:
    """One document: milliseconds until its words stand, until one can type, and of the longest tasks."""

    name: str
    words_ms: float
    ready_ms: float
    opening_task_ms: float
    typing_task_ms: float


def prepare(folder: Path, documents: Path) -> list[tuple[str, str]]:
    """Make a database with the documents in one project; return their titles and addresses."""
    import django

    os.environ |= {"RONDE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL", "RONDE_DEBUG"):
        os.environ.pop(name, None)
    django.setup()
    from django.core.management import call_command

    from circles.circles.workflows.project_setup import create_project
    from circles.projects.models import Project
    from documents.documents.models import Document
    from documents.documents.tasks import index_documents
    from foundation.accounts.models import User

    call_command("migrate", verbosity=0)
    reader = User.objects.create_user(EMAIL, PASSWORD, name="Reader")
    project = create_project("Opened", by=reader)
    call_command("import_documents", str(documents), project=project.name, by=EMAIL, verbosity=0)
    while index_documents():  # else the server would do that meanwhile
        pass
    found = Document.objects.in_project(Project.objects.get(pk=project.pk)).filter(genre="plain").order_by("number")
    return [(document.title, document.get_absolute_url()) for document in found]


def open_and_type(page: Page, name: str, address: str) -> Opening:
    """Open one document, type, and return what it took."""
    time.sleep(BETWEEN_S)
    page.goto(address, wait_until="domcontentloaded")
    ready = page.evaluate("window.measured.ready")
    words = page.evaluate("window.measured.words")
    # What the page still does once it is ready (counting words, the outline) is of its opening.
    page.evaluate("new Promise((done) => requestIdleCallback(done, { timeout: 5000 }))")
    opening = page.evaluate("Math.max(0, ...window.measured.tasks.splice(0).map((task) => task[1]))")
    page.locator(".ProseMirror[contenteditable=true]").focus()
    page.keyboard.type(LETTERS, delay=10)
    page.evaluate("new Promise((done) => requestIdleCallback(done, { timeout: 5000 }))")
    typing = page.evaluate("Math.max(0, ...window.measured.tasks.map((task) => task[1]))")
    return Opening(name, words, ready, opening, typing)


def main() -> int:
    """Open all; print the slowest, and how the rest spread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="open one in so many")
    parser.add_argument("--only", default="", help="words of the title")
    parser.add_argument("--limit-ms", type=float, default=300)
    options = parser.parse_args()
    from tests.benchmarks.browser import signed_in_page

    folder = Path(tempfile.mkdtemp(prefix="ronde-opening-"))
    try:
        found = prepare(folder, options.documents)
        wanted = [one for one in found if options.only.lower() in one[0].lower()][:: options.every]
        with signed_in_page(folder, EMAIL, PASSWORD) as (page, server):
            page.add_init_script(WATCH)
            open_and_type(page, "", f"{server}{wanted[0][1]}")  # the front end into the cache
            openings = [open_and_type(page, name, f"{server}{address}") for name, address in wanted]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return report(openings, options.limit_ms)


def report(openings: list[Opening], limit_ms: float) -> int:
    """Print the table; return the exit status."""
    print(f"{'document':<50} words  ready  task opening  task typing (ms)")
    for one in sorted(openings, key=lambda one: -one.ready_ms)[:15]:
        print(f"{one.name[:50]:<50} {one.words_ms:5.0f}  {one.ready_ms:5.0f}  {one.opening_task_ms:12.0f}  "
              f"{one.typing_task_ms:11.0f}")  # fmt: skip
    late = [one for one in openings if one.ready_ms > limit_ms]
    slow = [one for one in openings if one.typing_task_ms > LONG_TASK_MS]
    words = [one.words_ms for one in openings]
    unread = sum(took > limit_ms for took in words)
    print(f"{len(openings)} opened: words after {spread(words)}, {unread} beyond {limit_ms:.0f} ms")
    print(f"ready after {spread([one.ready_ms for one in openings])}")
    print(f"{len(late)} beyond {limit_ms:.0f} ms; {len(slow)} with a task beyond {LONG_TASK_MS} ms while typing")
    return 1 if len(late) * 100 > len(openings) or slow else 0


def spread(measured: list[float]) -> str:
    """Say how milliseconds spread."""
    ordered = sorted(measured)
    shares = [
        f"{ordered[min(len(ordered) - 1, len(ordered) * share // 100)]:.0f} ms ({share} %)" for share in (50, 90, 99)
    ]
    return f"{', '.join(shares)}, {ordered[-1]:.0f} ms (longest)"


if __name__ == "__main__":
    sys.exit(main())
