"""Rich text needs no database: whoever reads, writes or compares a text may do so anywhere."""

import ast
from pathlib import Path

import documents.richtext


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def test_no_module_imports_the_orm() -> None:
    modules = sorted(Path(documents.richtext.__path__[0]).rglob("*.py"))
    names = {module.name: imported(module) for module in modules}
    assert any("django.utils.translation.gettext" in found for found in names.values())
    assert {name for name, found in names.items() if any(one.startswith("django.db") for one in found)} == set()
