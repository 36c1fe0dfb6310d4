"""Measure how smoothly the circle map zooms: 300 circles, 1,300 people in one of them, in a browser without a GPU.

    tests/benchmarks/zoom.py [--circles 300] [--people 1300] [--rounds 3] [--phone]

Draws the map as the page does (the built front end, a list beside it, no server), goes in and out, and reports for each
zoom: milliseconds of a processor that the page's main thread worked and what for, frames, how many nodes were touched
and how many circles are drawn.
"""

import argparse
import json
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "script" / "lib")]

COUNTED = ("TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration")
COUNTED_IN_PAGE = ("frames", "longest", "touched", "drawn")
# Counts frames and touched nodes of one zoom, and reports when the picture has lain still for a while.
ZOOM = """
async (key) => {
  const map = document.querySelector("svg.map");
  const touched = new Set();
  const watch = new MutationObserver((found) => {
    for (const { target, addedNodes } of found) {
      touched.add(target);
      for (const node of addedNodes) for (const each of node.querySelectorAll?.("*") ?? []) touched.add(each);
    }
  });
  watch.observe(map, { subtree: true, childList: true, attributes: true });
  const frame = () => new Promise(requestAnimationFrame);
  let frames = 0, longest = 0, before = performance.now();
  map.querySelector(`[data-key="${key}"]`).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  for (let still = 0; still < 5; still += map.classList.contains("map--moving") ? 0 : 1) {
    await frame();
    const now = performance.now();
    frames += 1; longest = Math.max(longest, now - before); before = now;
  }
  watch.disconnect();
  const drawn = map.querySelectorAll(".map__node:not([hidden])").length;
  return { frames, longest, touched: touched.size, drawn };
}
"""


def project(circles: int, people: int) -> list[dict[str, Any]]:
    """Make circles up, three to six in each, as many levels as that takes; the second one holds the most people."""
    rows = []
    for number in range(circles):
        parent = None if number == 0 else f"c{(number - 1) // 4}"
        rows.append(
            {"key": f"c{number}", "name": f"Circle number {number}", "url": f"#c{number}", "parent": parent}
            | {"people": people if number == 1 else 3 + number % 9, "money": number * 100, "open": number % 5}
            | {"waiting": int(number % 7 == 0), "hue": (number * 5) % 40, "sign": "late" if number % 31 == 5 else None}
            | {"spent": 0.4, "reserved": 0.2}
        )
    return rows


def page_of(rows: list[dict[str, Any]]) -> str:
    """Write the page around the map: as the product's, with the list twin beside."""
    built = json.loads((ROOT / "static" / "dist" / "manifest.json").read_text())["frontend/main.ts"]
    styles = "".join(f'<link rel="stylesheet" href="/static/dist/{name}">' for name in built.get("css", []))
    twin = "".join(f'<tr data-circle-row="{row["key"]}"><td>{row["name"]}</td></tr>' for row in rows)
    words = {"people": "{n} people", "open": "{n} open", "waiting": "{n} waiting", "spent": "{n} % spent", "map": "Map"}
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Map</title>{styles}
      <script type="module" src="/static/dist/{built["file"]}"></script></head>
      <body><div class="atlas"><figure class="atlas__map">
      <div data-island="map" data-source="circles" data-words="words"></div>
      <script type="application/json" id="circles">{json.dumps(rows)}</script>
      <script type="application/json" id="words">{json.dumps(words)}</script></figure>
      <div class="atlas__side"><div class="atlas__list"><table>{twin}</table></div></div></div></body></html>"""


@contextmanager
def served(page: str) -> Iterator[str]:
    """Serve the page and the static files on a port of this machine."""

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/":
                return super().do_GET()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())
            return None

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def seconds(session: CDPSession) -> dict[str, float]:
    """Return how long the page's main thread has worked, and what for."""
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return {name: found[name] for name in COUNTED}


def zoom(page: Page, session: CDPSession, key: str) -> dict[str, float]:
    """Go to a circle, and return what it took."""
    before = seconds(session)
    counts: dict[str, float] = page.evaluate(ZOOM, key)
    after = seconds(session)
    return counts | {name: (after[name] - before[name]) * 1000 for name in COUNTED}


def main() -> None:
    """Measure and print."""
    from machine import find_or_install

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--circles", type=int, default=300)
    parser.add_argument("--people", type=int, default=1300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--phone", action="store_true")
    options = parser.parse_args()
    chromium = find_or_install(("chromium", "chromium-browser", "google-chrome"), package="chromium", purpose="to zoom")
    rows = project(options.circles, options.people)
    size = {"width": 360, "height": 780} if options.phone else {"width": 1440, "height": 900}
    leaf = next(row["key"] for row in reversed(rows) if row["parent"] != "c0")
    way = {"in": "c2", "to a leaf": leaf, "out": "c0", "the largest": "c1", "out again": "c0"}
    with served(page_of(rows)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=size)  # type: ignore[arg-type]
        page.goto(address)
        page.locator(".map__name").first.wait_for(state="attached")
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})  # not what others made it wait
        heads = "".join(f"{name:>9}" for name in ("main ms", "script", "style", "layout", *COUNTED_IN_PAGE))
        print(f"  {'zoom':<14}{heads}")
        counts: dict[str, list[dict[str, float]]] = {name: [] for name in way}
        for _ in range(options.rounds):
            for name, key in way.items():
                counts[name].append(zoom(page, session, key))
        for name, several in counts.items():
            middle = {key: statistics.median(one[key] for one in several) for key in several[0]}
            print(f"  {name:<14}" + "".join(f"{middle[key]:>9.0f}" for key in (*COUNTED, *COUNTED_IN_PAGE)))
        browser.close()


if __name__ == "__main__":
    main()
