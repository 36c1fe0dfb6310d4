"""Files stay short enough to be read at one go, and name nothing that lies outside the project."""

import re

import pytest

from tests.architecture.sources import APPS, app_of, everything, modules, read

LIMITS = {".py": 300, ".html": 80, ".ts": 250, ".css": 250}
MODEL_LIMIT = 500
"""A model with its queries and verbs stays together."""
# Only shrinks: a file leaves as soon as it fits; none may grow beyond what stands here.
LONGER: dict[str, int] = {
    "decisions/actions/models/action.py": 520,  # each state stands with its words, beside the verbs that lead to it
    "foundation/audit/standalone/verify_record.html": 100,  # one page without any other file, in two languages
    "decisions/decisions/models/proposals/proposal.py": 505,  # one aggregate
    "tests/decisions/decision_files/test_import_decisions.py": 305,  # one table of what is refused
    "tests/support/deployments.py": 325,  # one story: how a whole deployment is made, and ends
    "frontend/editor/comments/index.ts": 265,  # one traffic between margin, text and server
    "tests/decisions/decisions/test_every_position.py": 331,  # one list of all places is read as a whole
}

APP_LIMIT = 12_000
LARGER = {
    "decisions": 17_000,  # a proposal's way from a draft to a review is one thing
}
"""Apps of more lines, and why."""

# Spelled in parts, so that this file does not name them either.
REGISTRIES = (
    "registry.npm" + "js",
    "pypi." + "org",
    "pythonhosted" + ".org",
    "deb.debian" + ".org",
    "registry.yarn" + "pkg",
)
BINARY = (".png", ".jpg", ".woff2", ".ico", ".webp", ".gif", ".docx", ".pdf", ".bin")


def lengths() -> dict[str, int]:
    """Lines of each file that has a limit; migrations are written by a machine."""
    return {
        path: read(path).count("\n")
        for path in everything()
        if path.endswith(tuple(LIMITS)) and "/migrations/" not in path
    }


def limit_of(path: str) -> int:
    return MODEL_LIMIT if "/models/" in path else LIMITS[path[path.rindex(".") :]]


def test_no_file_is_too_long() -> None:
    too_long = {path: lines for path, lines in lengths().items() if lines > LONGER.get(path, limit_of(path))}
    assert not too_long, "split these by resource"


def test_no_app_is_too_large() -> None:
    lines = dict.fromkeys(APPS, 0)
    for path in modules(of=APPS):
        lines[app_of(path)] += read(path).count("\n")
    assert min(lines.values()) > 100, "it finds the apps"
    assert {app: number for app, number in lines.items() if number > LARGER.get(app, APP_LIMIT)} == {}
    assert [app for app in LARGER if lines[app] <= APP_LIMIT] == [], "these fit now: take them off the list"


def test_the_list_of_long_files_only_shrinks() -> None:
    lines = lengths()
    fits = [path for path in LONGER if lines.get(path, 0) <= limit_of(path)]
    assert not fits, "these fit now: take them off the list"


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_package_registry(host: str) -> None:
    assert [path for path in everything() if not path.endswith(BINARY) and host in read(path)] == []


def test_no_file_names_a_folder_of_a_developers_machine() -> None:
    # A home or a working folder that exists on one machine only
    somewhere = re.compile(r"(?<![\w.])/(?:work|home/\w+|Users/\w+)/[\w.]")
    assert [path for path in everything() if not path.endswith(BINARY) and somewhere.search(read(path))] == []
