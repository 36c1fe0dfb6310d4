"""What the docs name exists: files, modules, commands, and the pages they link to."""

import re
from importlib import import_module
from pathlib import PurePosixPath
from posixpath import normpath

import pytest
from django.core.management import get_commands

from tests.architecture.sources import GROUPS, everything, read

PAGES = [path for path in everything() if re.fullmatch(r"(docs/.*|frontend/README|[A-Z]+)\.md", path)]
FILE = re.compile(r"(?<![\w/.<>:-])((?:[\w-]+/)*[\w-]+\.(?:py|ts|css|html|toml|yml))(?![\w-])")
FOLDER = re.compile(r"(?<![\w/.<>:-])((?:[a-z_-]+/)+)(?![\w<*.{/-])")
MODULE = re.compile(rf"`((?:{'|'.join(GROUPS)}|config)(?!\.py`)(?:\.\w+)+)[`(]")
COMMAND = re.compile(r"script/manage ([a-z_]+)")
SCRIPT = re.compile(r"\bscript/[a-z]+\b(?!/)")
LINK = re.compile(r"\]\(([^)#\s]+)\)")
ELSEWHERE = ("static/dist/", "var/", "files/", "mail/", "utils.py", "helpers.py", "services.py", "core/")
"""What is built or stored, and what CONTRIBUTING says does not exist."""


def text_of(page: str) -> str:
    """Return a page without what it says of former versions: drawings of before, and lists of what was removed."""
    text = re.sub(r"^ *subgraph before .*?^ *end$", "", read(page), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^### Removed$.*?(?=^##|\Z)", "", text, flags=re.MULTILINE | re.DOTALL)


def missing_in(text: str) -> set[str]:
    """Return the files and folders named in a text that do not exist, by their whole path or the end of one."""
    parents = {f"{parent}/" for path in everything() for parent in PurePosixPath(path).parents}
    known = [f"/{path}" for path in (*everything(), *parents)]
    named = {*FILE.findall(text), *FOLDER.findall(text)}
    return {name for name in named if name not in ELSEWHERE and not any(path.endswith(f"/{name}") for path in known)}


@pytest.mark.parametrize("page", PAGES)
def test_a_file_that_a_page_names_exists(page: str) -> None:
    assert missing_in(text_of(page)) == set()


def test_a_file_that_has_gone_is_found() -> None:
    gone = missing_in(
        "`circles/floor.py` and `workflows/adopting.py` in `circles/rooms/`, beside `circles/circles/models/`"
    )
    assert gone == {"circles/floor.py", "workflows/adopting.py", "circles/rooms/"}


@pytest.mark.parametrize("page", PAGES)
def test_a_module_that_a_page_names_exists(page: str) -> None:
    for name in MODULE.findall(text_of(page)):
        module, _, attribute = name.rpartition(".")
        assert hasattr(import_module(module), attribute) or import_module(name)


@pytest.mark.parametrize("page", PAGES)
def test_a_command_that_a_page_names_exists(page: str) -> None:
    text = text_of(page)
    assert set(COMMAND.findall(text)) <= set(get_commands())
    assert set(SCRIPT.findall(text)) <= set(everything())


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_to_a_page_or_folder(page: str) -> None:
    links = [link for link in LINK.findall(read(page)) if "://" not in link]
    targets = [normpath(str(PurePosixPath(page).parent / link)) for link in links]
    known = [f"{path}/" for path in everything()]
    assert [target for target in targets if not any(path.startswith(f"{target}/") for path in known)] == []


def test_interfaces_list_every_command_of_ours() -> None:
    commands = {PurePosixPath(path).stem for path in everything() if "/management/commands/" in path}
    listed = read("docs/interfaces.md")
    assert {name for name in commands - {"__init__", "makemessages"} if f"`{name}" not in listed} == set()
