"""Organisation files, and the command that imports them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command


def a_team(key: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "name": key.title(), "parent": None, "kind": "team", "purpose": None, **fields}


def seats(*handles: str) -> list[dict[str, str]]:
    return [{"handle": handle} for handle in handles]


def a_file(folder: Path, *teams: dict[str, Any], people: tuple[str, ...] = ("ada", "bo", "fay")) -> Path:
    path = folder / "organisation.json"
    persons = [{"handle": handle, "name": None if handle == "fay" else handle.title()} for handle in people]
    path.write_text(json.dumps({"teams": list(teams), "people": persons}, indent=1))
    return path


def run_import(path: Path, project: str = "Orchard", **options: Any) -> str:
    output = StringIO()
    call_command("import_organisation", path, project=project, stdout=output, **options)
    return output.getvalue().strip()
