"""A Ronde with one language more: a row in the table, and a folder with three strings; and with one that is not offered
yet, of which there is the row alone. Says what it does as JSON.

It runs in a process of its own, as what the table decides is decided when modules are imported. The languages are
ones that Ronde is hardly ever to speak: a row of the table's own would say other things.
"""

import json
import os
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

ROWS = r"""
ESPERANTO = Language(
    code="eo", name="Lingvo Internacia", english_name=gettext_noop("Esperanto"), locale="eo", stemmer="esperanto"
)
IRISH = Language(
    code="ga", name="Gaeilge", english_name=gettext_noop("Irish"), locale="ga", stemmer="irish", is_complete=False
)
ROWS = (\1, ESPERANTO, IRISH)
"""


def add_rows(folder: Path) -> None:
    """Let `foundation.web.languages` be what it is, and the rows."""
    text = (Path(__file__).parents[2] / "foundation" / "web" / "languages.py").read_text()
    assert not re.search(r'code="(eo|ga)"', text), "take languages here that have no row"
    text, found = re.subn(r"^ROWS = \(([^)]*?),?\s*\)\n", ROWS, text, flags=re.MULTILINE)
    assert found == 1
    path = folder / "languages.py"
    path.write_text(text)
    spec = spec_from_file_location("foundation.web.languages", path)
    assert spec
    assert spec.loader
    sys.modules["foundation.web.languages"] = module = module_from_spec(spec)
    spec.loader.exec_module(module)


def main(folder: Path) -> dict[str, Any]:
    """Sign up a person who reads Esperanto, and return what they read."""
    add_rows(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    settings.LOCALE_PATHS.insert(0, folder / "locale")
    settings.ALLOWED_HOSTS.append("testserver")
    django.setup()
    from django.core.checks import INFO, WARNING
    from django.test import Client

    from across.sample.texts import LANGUAGES
    from across.search.stems import forms
    from circles.circles.workflows.project_setup import create_project
    from config.api import api
    from config.language_checks import languages_are_whole
    from foundation.accounts.models import Token, User

    ines = User.objects.create_user("ines@example.org", name="Inês Sá", language="en")
    project = create_project("Pumpilo", by=ines, language="eo")
    headers = {"Authorization": f"Bearer {Token.issue(ines, name='all', scopes=['profile:write'])}"}
    told = Client().patch("/api/v1/me", {"language": "eo"}, content_type="application/json", headers=headers)
    browser = Client()
    browser.force_login(User.objects.get(pk=ines.pk))
    page = browser.get("/preferences/")
    schema: Any = api.get_openapi_schema()
    return {
        "stranger": Client(headers={"Accept-Language": "eo-001"}).get("/accounts/login/").content.decode(),
        "told": [told.status_code, told.json()],
        "page": page.content.decode(),
        "language": page.headers["Content-Language"],
        "general": [str(project.circles.general().name), project.circles.general().name == "Ĝenerala"],
        "stems": sorted(forms("pumpiloj")),
        "sample": list(LANGUAGES),
        "api": schema["components"]["schemas"]["ProjectIn"]["properties"]["language"]["enum"],
        "lacks": [found.msg for found in languages_are_whole() if found.level == WARNING],
        "not offered": [found.msg for found in languages_are_whole() if found.level == INFO],
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
