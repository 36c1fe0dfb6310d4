"""Open and scroll long imported talk in a browser, jump to a day, and search it: script/bench talk --chat DIR
[--limit-ms 150] [--limit-kb 120] [--least-frames 0.9].

The logs of a folder are imported on an embedded server on the loopback, with a database that is thrown away. The reader
has read the longest topic, which gets messages of others until it has `LONGEST`, up to the message before
`FIRST_UNREAD`, and it opens there. Chromium opens it at its end and
scrolls to the first message and, from a day in the middle, down to the last. Each time earlier or later messages come
in, the message at the top of the window must stay where it is. Printed: how far a message moved at most, in pixels; the
longest task of the page's main thread; the frames it drew while it scrolled, beside those of a bare page (the same
words in plain paragraphs as high) that this browser scrolls in the same run, which is what the machine can do;
milliseconds of pages, of the jump to a day and of searches, by the clock and of the processor; and what the page
weighs as browsers fetch it. Exit 1 when a message moved, or a median of the processor, that weight or the share
of the frames is beyond its limit.
"""

import argparse
import gzip
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

if TYPE_CHECKING:
    from chat.chat.models import TopicHead

EMAIL, PASSWORD = "reader@ronde.example", "scrolling past everything"
MOVED_PX = 1.0
FIRST_UNREAD = 1500
LONGEST = 4_000
ROUNDS = 15
LIST = "[data-island=chat] [data-list]"
WHEEL_PX = 900
SEARCHES = ("ubuntu", "permission denied", '"command line"', "apt-ge", "meeting")
# How far the message at the top of the window moves while messages come in above it or below.
WATCH = """
window.measured = { tasks: [], moved: 0, came: 0, frames: 0, since: performance.now() };
const count = () => { window.measured.frames++; requestAnimationFrame(count); };
requestAnimationFrame(count);
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.measured.tasks.push(task.duration);
}).observe({ type: "longtask", buffered: true });
addEventListener("DOMContentLoaded", () => {
  const list = document.querySelector("[data-island=chat] [data-list]");
  if (!list) return;
  const at = (one) => one.getBoundingClientRect().top;
  // By its place on the screen, so that watching a long list costs no frames.
  const top = () => {
    const { left, top, width } = list.getBoundingClientRect();
    for (let y = top + 1; y < top + 60; y += 8) {
      const one = document.elementFromPoint(left + width / 2, y)?.closest(".message");
      if (one) return one;
    }
    return null;
  };
  const offset = (one) => at(one) - at(list) + list.scrollTop;
  let known = null;
  const look = () => { const one = top(); known = one && { one, at: at(one), offset: offset(one) }; };
  list.addEventListener("scroll", look);
  // Once more just before messages come in: the wheel may have turned since the last scroll event.
  const { text } = Response.prototype;
  Response.prototype.text = async function () {
    const came = await text.call(this);
    look();
    return came;
  };
  new MutationObserver((changes) => {
    const isMore = changes.some((one) => [...one.addedNodes].some((node) => node.matches?.("[data-seq], .stretch")));
    if (!isMore) return;
    window.measured.came++;
    // What comes below moves nothing, however far the wheel has turned since.
    if (known?.one.isConnected && Math.abs(offset(known.one) - known.offset) >= 1) {
      window.measured.moved = Math.max(window.measured.moved, Math.abs(at(known.one) - known.at));
    }
    look();
  }).observe(list, { childList: true });
});
"""


@dataclass(frozen=True)
class Imported:
    """The longest topic: its address, how many messages it has, and a day in its middle."""

    address: str
    messages: int
    day: str
    search: str
    all: int


def prepare(folder: Path, chat: Path) -> Imported:
    """Import the logs into a database of their own."""
    import django

    os.environ |= {"RONDE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL", "RONDE_DEBUG"):
        os.environ.pop(name, None)
    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    from chat.chat.models import Message, ReadMarker, TopicHead
    from circles.circles.workflows.project_setup import create_project
    from foundation.accounts.models import User

    call_command("migrate", verbosity=0)
    reader = User.objects.create_user(EMAIL, PASSWORD, name="Reader")
    project = create_project("Talk", by=reader)
    call_command("import_chat", str(chat), project=project.name, by=EMAIL)
    head = TopicHead.objects.order_by("-seq").select_related("topic__project", "topic__room__circle")[0]
    lengthen(head)
    marker = {"seq": min(FIRST_UNREAD, head.seq) - 1, "followed_at": head.topic.created_at}
    ReadMarker.objects.update_or_create(topic=head.topic, user=reader, defaults=marker)
    middle = Message.objects.get(topic=head.pk, seq=head.seq // 2)
    search = reverse("search:search", args=[project.slug])
    day = middle.said_at.date().isoformat()
    return Imported(head.topic.get_absolute_url(), head.seq, day, search, Message.objects.count())


def lengthen(head: "TopicHead") -> None:
    """Put messages of other topics among those of this one, all in the order of their time."""
    from django.db.models import F

    from chat.chat.models import Message

    own = Message.objects.filter(topic=head.topic)
    others = Message.objects.exclude(topic=head.topic).order_by("said_at")[: LONGEST - head.seq]
    together = sorted([*own, *others], key=lambda one: one.said_at)
    own.update(seq=F("seq") + 2 * LONGEST)  # no two of a topic have one number meanwhile
    for seq, one in enumerate(together, 1):
        one.topic, one.seq = head.topic, seq
    Message.objects.bulk_update(together, ["topic", "seq"], batch_size=500)
    head.seq, head.last, head.said_at = len(together), together[-1], together[-1].said_at
    head.save()


def median_ms(address: str) -> tuple[float, float]:
    """Return the median milliseconds in which a page is answered: by the clock, and of the processor."""
    from django.test import Client

    from foundation.accounts.models import User

    browser = Client(SERVER_NAME="127.0.0.1")
    user = User.objects.get(email=EMAIL)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    figures = []
    for _ in range(ROUNDS):
        begun, worked = time.perf_counter(), time.process_time()
        answer: Any = browser.get(address, follow=True)
        figures.append((time.perf_counter() - begun, time.process_time() - worked))
        if answer.status_code != 200:
            raise RuntimeError(f"{address} was answered {answer.status_code}")
    wall, work = zip(*figures[1:], strict=True)  # the first one compiles the template
    return statistics.median(wall) * 1000, statistics.median(work) * 1000


def weight_kb(address: str) -> float:
    """Return the kilobytes of a page as a browser fetches it."""
    from django.test import Client

    from foundation.accounts.models import User

    browser = Client(SERVER_NAME="127.0.0.1", headers={"Accept-Encoding": "gzip"})
    user = User.objects.get(email=EMAIL)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer: Any = browser.get(address)
    content = answer.content
    if answer.get("Content-Encoding", "") != "gzip":
        content = gzip.compress(content, 6)  # as the proxy in front does
    return len(content) / 1000


def frames_a_second(page: Page) -> float:
    """Return how many frames were drawn a second since this was last asked."""
    found: float = page.evaluate(
        """() => {
          const [seconds, frames] = [(performance.now() - window.measured.since) / 1000, window.measured.frames];
          Object.assign(window.measured, { since: performance.now(), frames: 0 });
          return frames / seconds;
        }"""
    )
    return found


def scroll(page: Page, marker: str, direction: int) -> float:
    """Scroll until nothing more comes in at that end; return the frames a second meanwhile."""
    page.locator(LIST).hover()
    limit = time.monotonic() + 600
    frames_a_second(page)
    is_there = f"Boolean(document.querySelector('{marker}'))"  # a locator would walk through the whole page
    while page.evaluate(is_there) and time.monotonic() < limit:
        turn_wheel(page, direction)
    if page.evaluate(is_there):
        raise RuntimeError("it did not come to its end")
    return frames_a_second(page)


def turn_wheel(page: Page, direction: int) -> None:
    page.mouse.wheel(0, direction * WHEEL_PX)
    page.evaluate("new Promise((done) => requestAnimationFrame(done))")


def bare_frames(page: Page, direction: int) -> float:
    """Return the frames a second of a bare page with the same words, as high, that is scrolled from end to end."""
    lines = page.locator(LIST).evaluate(
        """(list) => [...list.querySelectorAll("[data-seq]")].map((one) => {
          const line = document.createElement("p");
          line.style.minBlockSize = `${one.getBoundingClientRect().height}px`;
          line.textContent = one.innerText;
          return line.outerHTML;
        }).join("")"""
    )
    bare = page.context.new_page()
    bare.add_init_script(WATCH)
    bare.goto("about:blank")
    bare.set_content(f"<body style='margin: 0'><div style='block-size: 100vh; overflow: auto'>{lines}</div>")
    bare.locator("div").evaluate("(list, from) => { list.scrollTop = from < 0 ? list.scrollHeight : 0 }", direction)
    bare.wait_for_timeout(1_000)
    bare.locator("div").hover()
    frames_a_second(bare)
    ended = """(to) => {
      const { scrollTop, scrollHeight, clientHeight } = document.querySelector("div");
      return to < 0 ? !scrollTop : scrollTop + clientHeight > scrollHeight - 2;
    }"""
    while not bare.evaluate(ended, direction):
        turn_wheel(bare, direction)
    frames = frames_a_second(bare)
    bare.close()
    return frames


def measured(page: Page) -> tuple[float, float, int]:
    """Return how far a message moved, the longest task in milliseconds, and how often messages came in."""
    found = page.evaluate("window.measured")
    return found["moved"], max(found["tasks"], default=0), found["came"]


def main() -> int:
    """Open, scroll, jump, search, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chat", type=Path, required=True)
    parser.add_argument("--limit-ms", type=float, default=150)
    parser.add_argument("--limit-kb", type=float, default=120)
    parser.add_argument("--least-frames", type=float, default=0.9)
    options = parser.parse_args()
    from tests.benchmarks.browser import signed_in_page

    folder = Path(tempfile.mkdtemp(prefix="ronde-talk-"))
    try:
        talk = prepare(folder, options.chat)
        print(f"{talk.all:,} messages, {talk.messages:,} in the longest topic")
        pages = {f"at message {FIRST_UNREAD:,}": talk.address, "the end of it": f"{talk.address}?at={talk.messages}"}
        pages |= {"the jump to a day": f"{talk.address}?day={talk.day}"}
        pages |= {"fifty earlier messages": f"{talk.address}messages/?before={talk.messages // 2}"}
        pages |= {f"search: {words}": f"{talk.search}?q={words}&kind=message" for words in SEARCHES}
        figures = {name: median_ms(address) for name, address in pages.items()}
        for name, (wall, work) in figures.items():
            print(f"  {name:<28} {wall:7.1f} ms, {work:7.1f} ms of the processor", flush=True)
        weight = weight_kb(talk.address)
        print(f"  at message {FIRST_UNREAD:,} the page weighs {weight:.0f} kB", flush=True)
        moves = []
        with signed_in_page(folder, EMAIL, PASSWORD) as (page, server):
            page.add_init_script(WATCH)
            for name, query, marker, direction in (
                ("up to the first", f"?at={talk.messages}", "[data-earlier]", -1),
                ("down from a day", f"?day={talk.day}", "[data-later]", 1),
            ):
                page.goto(f"{server}{talk.address}{query}")
                page.locator("[data-island=chat][data-mounted]").wait_for()
                page.wait_for_timeout(1_000)
                frames = scroll(page, marker, direction)
                moves.append((name, *measured(page), frames, bare_frames(page, direction)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for name, moved, task, came, frames, bare in moves:
        print(f"  {name:<28} messages came in {came} times, moved {moved:.1f} px, longest task {task:.0f} ms, "
              f"{frames:.1f} frames a second, {frames / bare:.2f}× those of a bare page ({bare:.1f})")  # fmt: skip
    is_slow = any(work > options.limit_ms for _, work in figures.values()) or weight > options.limit_kb
    is_slow |= any(frames < options.least_frames * bare for *_, frames, bare in moves)
    return int(is_slow or any(moved > MOVED_PX for _, moved, *_ in moves))


if __name__ == "__main__":
    sys.exit(main())
