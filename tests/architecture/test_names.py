"""Names that people stumbled over are gone, and stay gone: each of these words meant several things, or none."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import everything, modules, parsed, walked

SEVERAL_MEANINGS = {
    "settle": "write_due_outcomes, process_quiet_text, recompute_gate … by what it does",
    "settled": "see settle",
    "settling": "see settle",
    "settlement": "see settle",
    "spell": "exploration period",
    "spells": "exploration periods",
    "woken": "reopen_if that is met",
    "lane": "timeline row",
    "lanes": "timeline rows",
    "hang": "attach",
    "sitting": "deciding sync",
    "lively": "what it holds",
    "finer": "more filters",
    "wants": "prompts of a clause",
}
"""Words, with what is said instead."""
ONE_MEANING = {
    "settle": ("daily/syncs/",),  # to deal with a point of an agenda, as people read it
    "settled": ("daily/syncs/",),
    "lane": ("documents/coediting/",),  # the slow lane, where long work goes on
    "hang": ("foundation/web/outgoing_http.py",),  # to hang up
    "wants": ("across/webhooks/models/webhook.py",),  # a webhook wants events
}
"""Where a word has the one meaning that it has at all."""
OF_THE_API = {
    "decisions/decisions/api/amendments.py: settle",
    "decisions/decisions/api/amendments.py: SettlementIn",
    "decisions/decisions/api/amendments.py: answer",
    "documents/documents/api/comments.py: answer",
    "decisions/tracks/api/gates.py: answer",
    "decisions/tracks/api/schemas.py: resolve_woken_at",
    "decisions/tracks/api/schemas.py: resolve_woken_by",
    "foundation/files/api.py: read",
    "decisions/specification/api.py: say",
}
"""Operations and schemas that programs know by these names."""
SAY_NOTHING = {"read", "take", "keep", "say", "once", "answer", "answers"}
"""Public functions of a module are not called so: of what?"""
FORMER_FILES = {"answers", "five", "hand", "wants", "finer", "atlas", "came_of_it", "meetings"}
FORMER_FILTERS = {"counted", "spoken", "few"}


def words_in(name: str) -> set[str]:
    """Return the words of a name in any of the three ways to write one."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


def defined(path: str) -> Iterator[str]:
    """Yield the names that a module gives to functions, methods and classes."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    yield from (node.name for node in walked(parsed(path)) if isinstance(node, kinds))


def test_words_of_several_meanings_stay_gone() -> None:
    found = {
        f"{path}: {name}": [SEVERAL_MEANINGS[word] for word in words_in(name) & set(SEVERAL_MEANINGS)]
        for path in modules()
        for name in (path.split("/")[-1].removesuffix(".py"), *defined(path))
        if any(not path.startswith(ONE_MEANING.get(word, ("/",))) for word in words_in(name) & set(SEVERAL_MEANINGS))
    }
    assert {name: instead for name, instead in found.items() if name not in OF_THE_API} == {}
    assert "decisions/decisions/api/amendments.py: settle" in found, "it finds what there is"


def test_public_functions_say_of_what_they_are() -> None:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    found = {
        f"{path}: {node.name}"
        for path in modules()
        for node in parsed(path).body
        if isinstance(node, kinds) and node.name in SAY_NOTHING
    }
    assert found - OF_THE_API == set()
    assert "foundation/files/api.py: read" in found, "it finds what there is"


def test_files_are_not_called_as_before() -> None:
    kinds = (".html", ".css", ".ts", ".py")
    named = {path: re.split(r"[./]", path)[-2] for path in everything() if path.endswith(kinds)}
    words = FORMER_FILES | set(SEVERAL_MEANINGS)
    assert {path for path, name in named.items() if name in words or name.replace("-", "_") in words} == set()


def test_filters_of_templates_say_what_they_give() -> None:
    tags = [path for path in modules() if "/templatetags/" in path]
    assert tags
    assert {name for path in tags for name in defined(path)} & FORMER_FILTERS == set()
