"""Let Lighthouse judge the main pages, signed in: script/bench lighthouse [--runs 5] [--pages today,chat].

The sample project is loaded into an embedded server on the loopback, on a database that is thrown away. Each page is
opened in a new, empty profile of the machine's Chromium, as a desktop has it. Prints for each the medians of its scores
for performance and accessibility, the machine's load, and what accessibility misses; exit 1 when a median is below 90
or 95. Figures taken beside other work are unfair to the page: read the load. Lighthouse is of this benchmark alone; the
first run installs it in tests/benchmarks/node, from a lock of its own.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]

HERE = ROOT / "tests" / "benchmarks" / "node"
NODE, NPM = shutil.which("node") or "node", shutil.which("npm") or "npm"
COMMAND = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
EMAIL, PASSWORD = "bo@heliopompe.example", "heliopompe"
PAGES = {
    "today": "",
    "circle": "circles/general/",
    "map": "map/",
    "proposal": "proposals/1/",
    "register": "decisions/",
    "document": "documents/1/",
    "chat": "chat/general/",
    "sync": "sync/",
    "tracks": "tracks/",
    "record": "record/",
}
"""The ten main pages, below the project's address."""
LOWEST = {"performance": 90, "accessibility": 95}
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking"


def install() -> None:
    """Install Lighthouse as its lock says, where it is not there; it needs no browser of its own."""
    if not COMMAND.exists():
        subprocess.run([NPM, "ci", "--ignore-scripts"], cwd=HERE, check=True)


def load_sample(folder: Path) -> str:
    """Load the sample into a new database; return the path of its project."""
    import django

    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL", "RONDE_DEBUG"):
        os.environ.pop(name, None)
    os.environ |= {"RONDE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    django.setup()
    from django.core.management import call_command

    from circles.projects.models import Project
    from foundation.accounts.models import User

    call_command("migrate", verbosity=0)
    call_command("sample", stdout=StringIO())
    User.objects.get(email=EMAIL).end_tour()
    return Project.objects.get(slug="heliopompe").get_absolute_url()


def judge(address: str, cookie: str) -> dict[str, Any]:
    """Return Lighthouse's report on a page, opened once."""
    chromium = os.environ.get("RONDE_TEST_CHROMIUM") or shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            *(NODE, str(COMMAND), address, "--quiet", "--output=json", "--preset=desktop", "--disable-storage-reset"),
            "--max-wait-for-load=10000",  # its sockets stay open: the network is never idle
            f"--only-categories={','.join(LOWEST)}",
            f"--extra-headers={json.dumps({'Cookie': cookie})}",
            f"--chrome-flags={FLAGS} --user-data-dir={profile}",
        ]
        environment = os.environ | {"CHROME_PATH": chromium}
        done = subprocess.run(command, env=environment, check=True, capture_output=True)
    report: dict[str, Any] = json.loads(done.stdout)
    failed = [
        each["url"] for each in report["audits"]["network-requests"]["details"]["items"] if each["statusCode"] >= 400
    ]
    if failed or not report["finalDisplayedUrl"].startswith(address):
        raise RuntimeError(f"not the page that people see: {report['finalDisplayedUrl']}, {failed}")
    return report


def missed(report: dict[str, Any]) -> Iterator[str]:
    """Yield what a report finds wrong with accessibility."""
    for part in report["categories"]["accessibility"]["auditRefs"]:
        audit = report["audits"][part["id"]]
        if audit["score"] is not None and audit["score"] < 1 and part["weight"]:
            yield audit["title"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", default=",".join(PAGES))
    options = parser.parse_args()
    install()
    from tests.benchmarks.browser import signed_in_page

    below = False
    with tempfile.TemporaryDirectory() as folder:
        home = load_sample(Path(folder))
        with signed_in_page(Path(folder), EMAIL, PASSWORD) as (page, server):
            cookie = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
            page.goto("about:blank")  # a page that is open would be told of changes
            for name in options.pages.split(","):
                reports = [judge(f"{server}{home}{PAGES[name]}", cookie) for _ in range(options.runs)]
                scores = {
                    kind: statistics.median(report["categories"][kind]["score"] * 100 for report in reports)
                    for kind in LOWEST
                }
                below |= any(scores[kind] < lowest for kind, lowest in LOWEST.items())
                said = ", ".join(f"{kind} {score:.0f}" for kind, score in scores.items())
                print(f"{name}: {said}; load {os.getloadavg()[0]:.1f}", *missed(reports[0]), sep="\n  ", flush=True)
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
