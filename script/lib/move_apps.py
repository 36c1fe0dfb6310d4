"""Move the apps into groups: `python script/lib/move_apps.py` in a clean checkout, on a branch of its own (ADR 65).

What names an app by its path is rewritten: imports and what they bind (found by Python's own parser), names of modules
in strings, paths of files, tables of the tools. What the database, programs and people know stays: labels, tables,
tasks, addresses. What is said only once stands in `SAID_ONCE`; a text that is not found there ends the run, so that
nothing is forgotten when the tree has changed. Afterwards it goes, and stays in the history.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, FSTRING_MIDDLE, STRING, generate_tokens

GROUPS: dict[str, tuple[str, ...]] = {
    "foundation": ("web", "accounts", "audit", "inbox", "files", "serving"),
    "circles": (
        *("projects", "circles", "money", "invitations", "restructuring", "circle_map", "navigation", "record"),
    ),
    "documents": ("richtext", "coediting", "conversation", "documents", "document_history", "document_files"),
    "chat": ("realtime", "chat"),
    "decisions": (
        *("recognition", "actions", "specification", "decisions", "decision_files", "traceability", "elections"),
        "tracks",
    ),
    "daily": ("syncs", "today", "pace"),
    "across": ("search", "takeaway", "webhooks", "backup", "sample"),
}
BESIDE = {"benchmarks": "tests", "torture": "tests", "typings": "tests", "requirements": "script"}
APPS = {app: group for group, apps in GROUPS.items() for app in apps}
HOMES = APPS | BESIDE
"""Where a folder of the root goes."""
MODULES = APPS | {"benchmarks": "tests", "torture": "tests"}
"""Folders that are imported."""
SIGN_IN = ("account", "allauth", "mfa", "socialaccount", "usersessions")
TEMPLATES = APPS | dict.fromkeys(SIGN_IN, "foundation")
"""Where a folder of templates goes; what no app owns stays above them."""
TEXTS = Path(__file__).with_name("move_apps_texts")
PLAIN = (".md", ".sh", ".yml", ".toml", ".html", ".css", ".ts", ".mjs", ".json", ".js", ".env", ".txt", ".service", ".patch")
NEVER = ("CHANGELOG.md", "package-lock.json", "script/lib/move_apps", "locale/", "requirements/", "static/icons")

ANY = "|".join(sorted(MODULES, key=len, reverse=True))
DOTTED = re.compile(rf"(?<![\w./@:-])((?:{ANY})(?:\.\w+)+)")
FROM_APP = re.compile(rf"(?<![\w.])(from )({ANY})( import )")
PATH = re.compile(rf"(?<![\w./<>@-])((?:tests/|templates/)?(?:{'|'.join(sorted(HOMES, key=len, reverse=True))})/[\w./*{{}}-]*\w/?)")
TASK = re.compile(r"\w+\.tasks\.\w+")

OLD: set[str] = set()
"""Every file and folder before."""
LONG: set[str] = set()
"""Lines that were long before, and may be."""


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def listed() -> list[str]:
    return run("git", "ls-files").splitlines()


def place_now(path: str) -> str:
    """Return where a file or folder goes."""
    first, _, rest = path.partition("/")
    if first == "tests":
        second = rest.partition("/")[0]
        return f"tests/{APPS[second]}/{rest}" if second in APPS else path
    if first == "templates":
        second = rest.partition("/")[0]
        return f"templates/{TEMPLATES[second]}/{rest}" if second in TEMPLATES else path
    return f"{HOMES[first]}/{path}" if first in HOMES else path


def module_now(name: str) -> str:
    """Return what a module is called now."""
    parts = name.split(".")
    if parts[0] == "tests":
        return ".".join(["tests", APPS[parts[1]], *parts[1:]]) if len(parts) > 1 and parts[1] in APPS else name
    return f"{MODULES[parts[0]]}.{name}" if parts[0] in MODULES else name


def is_module(name: str) -> bool:
    """Return whether there was a module with the first two parts of a name."""
    path = "/".join(name.split(".")[:2])
    return f"{path}.py" in OLD or path in OLD


# Python


def lines_at(text: str) -> Callable[[int, int], int]:
    """Return what gives the place in a text of a line and a column in bytes."""
    starts, lines = [0], text.splitlines(keepends=True)
    for line in lines:
        starts.append(starts[-1] + len(line))

    def at(line: int, column: int) -> int:
        whole = lines[line - 1]
        return starts[line - 1] + (column if whole.isascii() else len(whole.encode()[:column].decode()))

    return at


type Edit = tuple[int, int, str]


def edits_of_names(text: str) -> Iterator[Edit]:
    """Yield what changes in imports and in what is reached through them."""
    at, tree = lines_at(text), ast.parse(text)
    reached: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and module_now(node.module) != node.module:
            begin = text.index(node.module, at(node.lineno, node.col_offset))
            yield begin, begin + len(node.module), module_now(node.module)
        elif isinstance(node, ast.ImportFrom) and node.module == "tests":
            moved = [alias.name for alias in node.names if alias.name in APPS]
            assert not moved, f"from tests import {moved}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if module_now(alias.name) != alias.name:
                    begin = at(alias.lineno, alias.col_offset)
                    yield begin, begin + len(alias.name), module_now(alias.name)
                    if not alias.asname:
                        reached.add(alias.name)
    for node in ast.walk(tree):
        name = dotted(node)
        if name and name in reached:
            begin = at(node.lineno, node.col_offset)
            yield begin, at(node.end_lineno, node.end_col_offset), module_now(name)


def dotted(node: ast.AST) -> str:
    match node:
        case ast.Attribute(value=value, attr=attr):
            before = dotted(value)
            return f"{before}.{attr}" if before else ""
        case ast.Name(id=name):
            return name
    return ""


def edits_of_words(text: str, path: str) -> Iterator[Edit]:
    """Yield what changes in strings and comments."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(spot: tuple[int, int]) -> int:
        return starts[spot[0] - 1] + spot[1]

    docstrings = set(strings_alone(text))
    for token in generate_tokens(StringIO(text).readline):
        if token.type in (STRING, FSTRING_MIDDLE, COMMENT):
            said = text[place(token.start) : place(token.end)]
            prose = token.type == COMMENT or token.start[0] in docstrings
            now = words_now(said, prose=prose, patched=is_patched(text, place(token.start)))
            if now != said:
                yield place(token.start), place(token.end), now


def is_patched(text: str, begin: int) -> bool:
    return text[:begin].rstrip().endswith(("setattr(", "patch("))


def strings_alone(text: str) -> Iterator[int]:
    """Yield the lines where a string begins that is a docstring, or says what stands above it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno


def words_now(said: str, *, prose: bool, patched: bool = False) -> str:
    """Return a text with the modules and files that it names as they are called now."""

    def named(found: re.Match[str]) -> str:
        name = found[1]
        if TASK.fullmatch(name) and not patched:
            return name
        return module_now(name) if is_module(name) else name

    def filed(found: re.Match[str]) -> str:
        path = found[1]
        known = path.rstrip("/") in OLD or (bool(re.search(r"[*{]", path)) and beginning(path) in OLD)
        return place_now(path) if known and (prose or "/" in (beginning(path) or path).strip("/")) else path

    said = PATH.sub(filed, said)
    said = DOTTED.sub(named, said)
    said = re.sub(rf"(?<![\w./])(tests\.(?:{'|'.join(APPS)})(?:\.\w+)*)", lambda it: module_now(it[1]), said)
    return FROM_APP.sub(lambda it: f"{it[1]}{module_now(it[2])}{it[3]}", said) if not prose else said


def beginning(pattern: str) -> str:
    """Return the folder before the first sign of a pattern."""
    before, sign, _ = re.sub("[*{]", "\0", pattern).partition("\0")
    return before.rpartition("/")[0] if sign else ""


def deeper(text: str, path: str) -> str:
    """Let what counts folders upwards count one more, where it comes out of the folder that moves."""
    moved = 2 if path.startswith("tests/") and path.split("/")[1] in APPS else 1
    if place_now(path) == path:
        return text
    depth = path.count("/")

    def counted(found: re.Match[str]) -> str:
        up = int(found[2])
        return f"{found[1]}{up + 1 if depth - up < moved else up}]"

    def chained(found: re.Match[str]) -> str:
        up = found[2].count(".parent") - 1
        return f"{found[1]}.parents[{up + 1}]" if depth - up < moved else found[0]

    text = re.sub(r"(Path\(__file__\)(?:\.resolve\(\))?\.parents\[)(\d+)\]", counted, text)
    return re.sub(r"(Path\(__file__\)(?:\.resolve\(\))?)((?:\.parent\b)+)(?!s)", chained, text)


def python_now(text: str, path: str) -> str:
    edits = sorted({*edits_of_names(text), *edits_of_words(text, path)})
    for begin, end, now in reversed(edits):
        text = text[:begin] + now + text[end:]
    if path.endswith("/apps.py") and path.split("/")[0] in APPS:
        text = re.sub(r'^(    name = ")(\w+)"$', lambda it: f'{it[1]}{APPS[it[2]]}.{it[2]}"', text, flags=re.MULTILINE)
    joined = rf'((?:\bROOT|Path\(__file__\)(?:\.resolve\(\))?\.parents\[2\]) / )"({"|".join(HOMES)})"'
    text = re.sub(joined, lambda it: f'{it[1]}"{HOMES[it[2]]}" / "{it[2]}"', text)
    beside = rf'"(tests|templates)" / "({"|".join(APPS)})"'
    text = re.sub(beside, lambda it: f'"{it[1]}" / "{APPS[it[2]]}" / "{it[2]}"', text)
    return deeper(text, path)


# Everything else


def plain_now(text: str, path: str) -> str:
    """Rewrite a text that is no Python; of TypeScript only what stands in comments."""
    if path.endswith((".ts", ".mjs", ".js", ".css")):
        lines = text.split("\n")
        lines = [words_now(one, prose=True) if re.match(r"\s*(/?\*|//)", one) else quoted_now(one) for one in lines]
        return "\n".join(lines)
    if path.endswith(".patch"):
        return patch_now(text)
    if path.endswith((".html", ".txt")):
        return re.sub(r"\{% comment.*?endcomment %\}|\{#.*?#\}", lambda it: PATH.sub(in_comment, it[0]), text, flags=re.S)
    return words_now(text, prose=True)


def quoted_now(line: str) -> str:
    """Rewrite the paths of files that a line of TypeScript names."""
    return re.sub(r'(["`])([\w./-]+\.\w+)\1', lambda it: f"{it[1]}{place_now(it[2]) if it[2] in OLD else it[2]}{it[1]}", line)


def patch_now(text: str) -> str:
    """Rewrite the files that a patch is for, and the modules that its lines name."""
    text = re.sub(r"(?<= [ab]/)(\S+)", lambda it: place_now(it[1]), text)
    return "\n".join(
        words_now(line, prose=False) if re.match(r"[ +-]", line) and line[:4] not in ("--- ", "+++ ") else line
        for line in text.split("\n")
    )


def in_comment(found: re.Match[str]) -> str:
    """Templates are named in comments by the names that Django knows them by."""
    return place_now(found[1]) if found[1] in OLD and found[1].endswith(".py") else found[1]


def project_now(text: str) -> str:
    """Rewrite pyproject.toml: what names modules, and the tables of folders; layers inside an app stay."""
    head, mark, contracts = text.partition("[tool.importlinter]")
    head = re.sub(r"^files = \[.*?^\]", files_of_mypy(), head, flags=re.MULTILINE | re.DOTALL)
    head = words_now(head, prose=True)
    contracts = re.sub(r"^root_packages = \[.*?^\]", roots_of_linter(), contracts, flags=re.MULTILINE | re.DOTALL)

    def qualified(found: re.Match[str]) -> str:
        return re.sub(
            rf'"((?:{ANY})(?:\.\w+)*)((?: -> )?)((?:{ANY})?[\w.]*)"',
            lambda it: f'"{module_now(it[1])}{it[2]}{module_now(it[3])}"' if it[2] or not it[3] else it[0],
            found[0],
        )

    keys = "containers|source_modules|forbidden_modules|ignore_imports"
    contracts = re.sub(rf"^(?:{keys}) = \[.*?\]", qualified, contracts, flags=re.MULTILINE | re.DOTALL)
    between = re.search(r'^id = "apps".*?^layers = \[(.*?)^\]', contracts, flags=re.MULTILINE | re.DOTALL)
    begin, end = between.span(1)
    named = re.sub(r"\w+", lambda it: module_now(it[0]), between[1])
    layers = re.findall(r'"([^"]+)"', named)
    contracts = contracts[:begin] + "\n" + "".join(f'  "{one}",\n' for one in layers) + contracts[end:]
    order = ["config", *reversed(GROUPS)]
    layers = ", ".join(f'"{group}"' for group in order)
    groups = (
        '[[tool.importlinter.contracts]]\nid = "groups"\nname = "A group imports only from the groups below it"\n'
        f'type = "layers"\nlayers = [{layers}]\n\n'
    )
    return head + mark + contracts.replace("[[tool.importlinter.contracts]]", groups + "[[tool.importlinter.contracts]]", 1)


def files_of_mypy() -> str:
    return f'files = ["config", {", ".join(f'"{group}"' for group in GROUPS)}, "tests", "script/lib"]'


def roots_of_linter() -> str:
    return f'root_packages = ["config", {", ".join(f'"{group}"' for group in GROUPS)}, "tests"]'


# Lines that have become too long


PRAGMA = re.compile("# (noqa|type: ignore|fmt: )")


def fitting(text: str) -> str:
    """Break what names places by longer paths now: comments and docstrings by paragraphs, entries of tables by value."""
    lines, done = text.split("\n"), set(LONG)
    while long := [at for at, line in enumerate(lines) if len(line) > 120 and line not in done and not PRAGMA.search(line)]:
        at = long[0]
        done.add(lines[at])
        line, indent = lines[at], re.match(r" *", lines[at])[0]
        if entry := re.fullmatch(r'( *)(".*?"): (f?".*"),', line):
            lines[at : at + 1] = [f"{indent}{entry[2]}: (", f"{indent}    {entry[3]}", f"{indent}),"]
        elif (alone := re.fullmatch(r'( *)(f?)"(?!"")(.*)"(,?)', line)) and " " in alone[3][:100]:
            cut = alone[3].rindex(" ", 0, 100) + 1
            parts = [f'{indent}{alone[2]}"{part}"' for part in (alone[3][:cut], alone[3][cut:])]
            lines[at : at + 1] = [f"{indent}(", *parts, f"{indent}),"] if alone[4] else parts
        elif trailing := re.fullmatch(r"( *)([^#]*\S)  (# .*)", line):
            lines[at : at + 1] = [f"{indent}{trailing[3]}", f"{indent}{trailing[2]}"]
        elif line.strip().startswith("# "):
            lines[at:] = refilled(lines[at:], f"{indent}# ")
        elif line.strip().startswith('"""') and line.endswith('"""'):
            first, *rest = filled(line.removesuffix('"""').strip().split(" "), indent)
            if not rest:
                first, _, last = first.rpartition(" ")
                rest = [indent + last]
            lines[at : at + 1] = [first, *rest, f'{indent}"""']
        elif bullet := re.fullmatch(r"( *)- (.*)", line):
            first, *rest = refilled([f"{indent}  {bullet[2]}", *lines[at + 1 :]], f"{indent}  ")
            lines[at:] = [f"{indent}- {first.strip()}", *rest]
        elif re.match(r"\s*[\w`('\":.…]", line) and not re.match(r"\s*(f?\"(?!\"\")|[a-z_]+ = |from |import )", line):
            lines[at:] = refilled(lines[at:], indent)
    return "\n".join(lines)


def refilled(lines: list[str], begin: str) -> list[str]:
    """Fill the paragraph anew that begins with the first line; the rest follows."""
    words, at = lines[0][len(begin) :].split(" "), 1
    while at < len(lines) and is_more(lines[at], begin):
        more = lines[at][len(begin) :]
        at += 1
        words += more.removesuffix('"""').split(" ")
        if more.endswith('"""') :
            return [*filled(words, begin), f'{begin}"""' if not begin.endswith("# ") else "", *lines[at:]]
    return [*filled(words, begin), *lines[at:]]


def is_more(line: str, begin: str) -> bool:
    """Return whether a line goes on with a paragraph."""
    rest = line[len(begin) :]
    return line.startswith(begin) and bool(rest) and rest[0] not in " -:*|>" and rest != '"""'


def filled(words: list[str], begin: str) -> list[str]:
    found, line = [], begin
    for word in words:
        if len(line) + len(word) + (line != begin) > 120:
            found, line = [*found, line], begin
        line += word if line == begin else f" {word}"
    return [*found, line]


# What is said once: (file as it is called now, text, text now). A text may say `re:` and be an expression.


def once(path: str, before: str, after: str, *, count: int = 1) -> tuple[str, str, str, int]:
    return path, before, after, count


exec((TEXTS / "said_once.py").read_text())  # noqa: S102


def say_once() -> None:
    lost = []
    for path, before, after, count in SAID_ONCE:  # type: ignore[name-defined] # noqa: F821
        text = Path(path).read_text()
        if before.startswith("re:"):
            now, found = re.subn(before[3:], after, text, flags=re.MULTILINE | re.DOTALL)
        else:
            now, found = text.replace(before, after), text.count(before)
        if found < 1 or (count and found != count):
            lost.append(f"{path}: {before!r} stands there {found} times")
        Path(path).write_text(now)
    if lost:
        sys.exit("\n".join(lost))


def move() -> None:
    """Move the folders with what git does not know in them, as installed packages."""
    away = Path(".moving")
    for name in HOMES:
        shutil.move(name, away / name) if away.exists() else (away.mkdir(), shutil.move(name, away / name))
    (away / "tests").mkdir()
    for app in APPS:
        if Path("tests", app).exists():
            shutil.move(f"tests/{app}", away / "tests" / app)
    (away / "templates").mkdir()
    for name in TEMPLATES:
        if Path("templates", name).exists():
            shutil.move(f"templates/{name}", away / "templates" / name)
    for group in GROUPS:  # what Python compiled of another branch
        shutil.rmtree(group, ignore_errors=True)
        shutil.rmtree(f"tests/{group}", ignore_errors=True)
    for name, home in HOMES.items():
        Path(home).mkdir(exist_ok=True)
        shutil.move(away / name, f"{home}/{name}")
    for app, group in APPS.items():
        if (away / "tests" / app).exists():
            Path("tests", group).mkdir(exist_ok=True)
            Path("tests", group, "__init__.py").touch()
            shutil.move(away / "tests" / app, f"tests/{group}/{app}")
    for name, group in TEMPLATES.items():
        if (away / "templates" / name).exists():
            Path("templates", group).mkdir(exist_ok=True)
            shutil.move(away / "templates" / name, f"templates/{group}/{name}")
    shutil.rmtree(away)


def rewrite() -> None:
    for path in listed():
        if path.startswith(NEVER) or not Path(path).is_file():
            continue
        file = Path(path)
        if path == "pyproject.toml":
            now = project_now(file.read_text())
        elif path.endswith(".py"):
            now = python_now(file.read_text(), path)
        elif path.endswith(PLAIN) or "." not in file.name or path.startswith((".ci", ".dockerignore", ".gitignore")):
            try:
                now = plain_now(file.read_text(), path)
            except UnicodeDecodeError:
                continue
        else:
            continue
        if now != file.read_text():
            file.write_text(now)


def copy_texts() -> None:
    for file in sorted((TEXTS / "tree").rglob("*")):
        if file.is_file():
            target = Path(file.relative_to(TEXTS / "tree"))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)


def cut_pages() -> None:
    """Make the page of the architecture short: what each app has, and what one more needs, become pages of their own."""
    page = Path("docs/architecture.md")
    head, *sections = re.split(r"^(?=## )", page.read_text(), flags=re.MULTILINE)
    by_name = {part.split("\n", 1)[0].removeprefix("## "): part for part in sections}
    parts, table = re.split(r"^(?=\| app \|)", by_name.pop("Inside an app"), maxsplit=1, flags=re.MULTILINE)
    rows = [row for row in table.strip().split("\n") if row.startswith("|")]
    order = list(APPS)
    rows[2:] = sorted(rows[2:], key=lambda row: order.index(re.search(r"(\w+)/`", row)[1]))
    apps = "# What each app has of its own\n\nThe parts that every app has are in [architecture.md](architecture.md).\n\n"
    Path("docs/apps.md").write_text(apps + "\n".join(rows) + "\n")
    more = by_name.pop("One more of its kind").removeprefix("## One more of its kind")
    Path("docs/one-more.md").write_text(f"# One more of its kind\n{more.rstrip()}\n")
    rest = by_name.pop("Apps").rpartition("```")[2].strip()
    groups = (TEXTS / "groups.md").read_text()
    processes = by_name.pop("Processes")
    page.write_text(f"{head}{processes}{groups}\n{rest}\n\n{parts}" + "".join(by_name.values()))
    contributing = Path("CONTRIBUTING.md")
    table = (TEXTS / "contributing_table.md").read_text()
    contributing.write_text(contributing.read_text().replace("## Thirteen rules\n", f"{table}## Thirteen rules\n", 1))


def main() -> None:
    os.chdir(Path(__file__).resolve().parents[2])
    if run("git", "status", "--porcelain", "--untracked-files=no"):
        sys.exit("The checkout has changes: commit them first.")
    for path in listed():
        if path.endswith(".py"):
            LONG.update(line for line in Path(path).read_text().split("\n") if len(line) > 120)
        OLD.update((path, *(parent.as_posix() for parent in Path(path).parents)))
    if "foundation" in OLD:
        sys.exit("The apps stand in groups already.")
    rewrite()
    move()
    say_once()
    copy_texts()
    cut_pages()
    ruff = (sys.executable, "-m", "ruff")  # as pyproject.toml says it now
    subprocess.run((*ruff, "check", "-q", "--select", "I", "--fix", "."), check=False)
    subprocess.run((*ruff, "format", "-q", "."), check=True)
    shutil.rmtree(TEXTS)
    Path(__file__).unlink()
    run("git", "add", "-A")
    for path in run("git", "diff", "--cached", "--name-only", "--diff-filter=d", "--", "*.py").splitlines():
        if "/migrations/0" not in path and (text := Path(path).read_text()) != (now := fitting(text)):
            Path(path).write_text(now)
    subprocess.run((*ruff, "check", "-q", "--fix", "--fixable", "RUF100", "."), check=False)
    subprocess.run((*ruff, "format", "-q", "."), check=True)
    run("node_modules/.bin/biome", "format", "--write", "frontend")
    run("git", "add", "-A")
    print(run("git", "diff", "--cached", "--shortstat"))


if __name__ == "__main__":
    main()
