"""What is said only once; read by move_apps.py."""

SOURCES = "tests/architecture/sources.py"
BY_GROUP = "".join(f'    "{group}": ({", ".join(f'"{app}"' for app in apps)}{"," * (len(apps) == 1)}),\n' for group, apps in GROUPS.items())
EACH_APP = "".join(f'    "{one}",\n' for one in GROUPS)

SAID_ONCE = [
    # the apps by their groups, and what reads an app out of a path
    once(
        SOURCES,
        r"re:^APPS = \(\n.*?^\)  # fmt: skip\n",
        "GROUPS = {\n" + BY_GROUP + "}\nAPPS = tuple(app for apps in GROUPS.values() for app in apps)\n"
        'BESIDE = {"tests": ("benchmarks", "torture")}\n"""Programs of ours that lie beside the tests."""\n',
    ),
    once(
        SOURCES,
        "def read(path: str) -> str:\n",
        "def app_of(place: str) -> str:\n"
        '    """The app of a file, by its path, or of a module, by its name; its first folder, where that is no group."""\n'
        '    first, second, *_ = [*re.split("[./]", place), ""]\n'
        "    return second if second in (GROUPS | BESIDE).get(first, ()) else first\n\n\n"
        "def read(path: str) -> str:\n",
    ),
    once(SOURCES, 'path.split("/")[0] in of', "app_of(path) in of"),
    once(SOURCES, "import ast\nimport subprocess\n", "import ast\nimport re\nimport subprocess\n"),
    once("tests/architecture/test_append_only.py", 'model.__module__.split(".")[0]', "app_of(model.__module__)"),
    once("tests/architecture/test_append_only.py", "import APPS", "import APPS, app_of"),
    once("tests/architecture/test_kept_data.py", 'model.__module__.split(".")[0]', "app_of(model.__module__)"),
    once("tests/architecture/test_kept_data.py", 'part.files.__module__.split(".")[0]', "app_of(part.files.__module__)"),
    once("tests/architecture/test_kept_data.py", "sources import APPS", "sources import APPS, app_of"),
    once("tests/architecture/test_addresses.py", 'pattern.lookup_str.split(".")[0]', "app_of(pattern.lookup_str)"),
    once("tests/architecture/test_addresses.py", "import APPS, ", "import APPS, app_of, "),
    once("tests/architecture/test_templates.py", 'path.split(".")[0] in APPS', "app_of(path) in APPS"),
    once("tests/architecture/test_templates.py", "import APPS, ", "import APPS, app_of, "),
    once("tests/architecture/closed_choices.py", 'one.__module__.split(".")[0]', "app_of(one.__module__)"),
    once("tests/architecture/closed_choices.py", "import APPS, ", "import APPS, app_of, "),
    once("tests/architecture/test_files.py", 'lines[path.split("/")[0]]', "lines[app_of(path)]"),
    once("tests/architecture/test_files.py", "import APPS, ", "import APPS, app_of, "),
    once("tests/architecture/test_fact_names.py", 'path.split("/")[0]', "app_of(path)"),
    once("tests/architecture/test_fact_names.py", "sources import ", "sources import app_of, "),
    once("tests/architecture/test_notice_kinds.py", 'path.partition("/")[0]', "app_of(path)"),
    once("tests/architecture/test_notice_kinds.py", "import APPS, ", "import APPS, app_of, "),
    once("tests/architecture/test_private_names.py", 'OURS = (*APPS, "config")', 'OURS = (*GROUPS, "config")'),
    once("tests/architecture/test_private_names.py", "import APPS, ", "import GROUPS, "),
    once("tests/architecture/test_dependencies.py", 'OURS = {*APPS, "config", "tests"}', 'OURS = {*GROUPS, "config", "tests"}'),
    once("tests/architecture/test_dependencies.py", "import APPS, ", "import GROUPS, "),
    once("tests/architecture/test_docs.py", "'|'.join(APPS)", "'|'.join(GROUPS)"),
    once("tests/architecture/test_docs.py", "import APPS, ", "import GROUPS, "),
    once("tests/architecture/test_tasks.py", 'path.removesuffix("/tasks.py") not in APPS', 'path != f"{place_of(app_of(path))}/tasks.py"'),
    once("tests/architecture/test_tasks.py", "import APPS, ROOT, ", "import ROOT, app_of, place_of, "),
    once(
        "tests/architecture/test_tasks.py",
        "{f\"{path.removesuffix('.py').replace('/', '.')}.{name}\" for path, name, _how in every}",
        '{f"{app_of(path)}.tasks.{name}" for path, name, _how in every}',
    ),
    once(
        SOURCES,
        "def modules(*, of",
        "def place_of(app: str) -> str:\n"
        '    """The folder of an app."""\n'
        '    return next((f"{group}/{app}" for group, apps in GROUPS.items() if app in apps), app)\n\n\n'
        "def modules(*, of",
    ),
    # tests that list folders
    once("tests/architecture/test_checked_folders.py", "import APPS, ROOT, everything", "import APPS, GROUPS, ROOT, app_of, everything, place_of"),
    once(
        "tests/architecture/test_checked_folders.py",
        r're:    """The folders that are packages and no tests.*?# fmt: skip\n',
        '    """The apps and whatever else import-linter can read, by their folders."""\n'
        '    places = {*map(place_of, APPS), "config", "tests/torture"}\n'
        '    return {app_of(place) for place in places if f"{place}/__init__.py" in everything()}\n',
    ),
    once(
        "tests/architecture/test_checked_folders.py",
        "    installed = {app for app in settings.INSTALLED_APPS if app in folders()}\n    assert installed == set(APPS)\n",
        '    installed = {app for app in settings.INSTALLED_APPS if app.split(".")[0] in folders()} - {"config.apps.RondeAdminConfig"}\n'
        '    assert installed == {place_of(app).replace("/", ".") for app in APPS}\n',
    ),
    once(
        "tests/architecture/test_checked_folders.py",
        '    having = {path.split("/")[0] for path in everything() if path.split("/")[1:2] in (["views"], ["views.py"])}\n'
        '    assert having & {*APPS, "config"} <= OURS\n',
        '    assert {*GROUPS, "config"} == OURS\n',
    ),
    once("tests/architecture/test_checked_folders.py", "the_check_of_views_knows_every_app_that_has_views", "the_check_of_views_knows_every_group"),
    once("tests/architecture/test_checked_folders.py", '"root_packages"]) == packages()', '"root_packages"]) == {*GROUPS, "config", "tests"}'),
    once("tests/architecture/test_checked_folders.py", "test_import_linter_reads_every_package", "test_import_linter_reads_every_group"),
    once(
        "tests/architecture/test_checked_folders.py",
        'assert layers_of(between) == {*APPS, "config"}',
        'assert layers_of(between) == {place_of(app).replace("/", ".") for app in APPS} | {"config"}',
    ),
    once(
        "tests/architecture/test_checked_folders.py",
        'inside = [name for one in contracts for name in one.get("containers", [])]',
        'inside = [app_of(name) for one in contracts for name in one.get("containers", [])]',
    ),
    once("foundation/accounts/checks.py", r"re:^OURS = frozenset.*?(?=\n\n\ndef )", 'OURS = frozenset({' + ", ".join(f'"{g}"' for g in (*GROUPS, "config")) + "})"),
    # tasks, the API and migrations are known by the app alone
    once(
        "foundation/web/schedule.py",
        '    """Return the name by which Celery knows a task: `inbox.tasks.send_notices`."""\n'
        '    return f"{function.__module__}.{function.__qualname__}"\n',
        '    """Return the name by which Celery knows a task: `inbox.tasks.send_notices`, in whichever group the app stands."""\n'
        '    _group, _dot, module = function.__module__.partition(".")\n'
        '    return f"{module}.{function.__qualname__}"\n',
    ),
    once(
        "foundation/web/schedule.py",
        "    task: Callable[P, R] = shared_task(function)\n",
        "    task: Callable[P, R] = shared_task(name=name_of(function))(function)\n",
    ),
    once("config/api.py", "        app, *_, module = ", "        _group, app, *_, module = "),
    once(
        "config/api.py",
        'for _app in filter(lambda name: find_spec(f"{name}.api"), APPS):\n',
        'for _app, _module in ((app, f"{apps.get_app_config(app).name}.api") for app in APPS):\n',
    ),
    once("config/api.py", 'import_module(f"{_app}.api").router', "import_module(_module).router"),
    once("config/api.py", "from importlib.util import find_spec\n", ""),
    once("config/api.py", "from django.core.exceptions import PermissionDenied\n", "from django.apps import apps\nfrom django.core.exceptions import PermissionDenied\n"),
    once("across/takeaway/workflows/copying.py", 'import_module(f"{app}.migrations")', 'import_module(f"{apps.get_app_config(app).name}.migrations")'),
    once("across/takeaway/workflows/copying.py", "from django.conf import settings\n", "from django.apps import apps\nfrom django.conf import settings\n"),
    once(
        "config/settings.py",
        r're:^    "web", "accounts", .*?\["serving"\]\),\n',
        lambda it: installed(it[0]),
    ),
    once(
        "tests/architecture/test_writes.py",
        """"each" not in calling[f"{module.replace('.', '/')}.py: {task}"]""",
        """"each" not in calling[f"{place_of(module.removesuffix('.tasks'))}/tasks.py: {task}"]""",
    ),
    once("tests/architecture/test_writes.py", "modules, read\n", "modules, place_of, read\n"),
    once("documents/richtext/yjs/updates.py", "(documents.richtext.yjs.slices.has_an_order)", "(slices.has_an_order)"),
    once("documents/richtext/yjs/updates.py", "    documents.richtext.yjs.slices cuts", "    `slices` cuts"),
    once("tests/benchmarks/coedit/__main__.py", "ROOT = HERE.parents[1]", "ROOT = HERE.parents[2]"),
    once("tests/benchmarks/coedit/servers.py", "ROOT = HERE.parents[1]", "ROOT = HERE.parents[2]"),
    once("config/language_checks.py", "its words in recognition/,", "its words in decisions/recognition/,"),
    once("tests/config/test_languages.py", '"recognition/")', '"decisions/recognition/")'),
    once("tests/architecture/test_translations.py", '("tests/", "requirements/", "docs/")', '("tests/", "docs/")'),
    # templates: each group has a folder, whose name is no part of a template's
    once(
        "config/settings.py",
        '        "DIRS": [ROOT / "templates"],\n',
        '        "DIRS": [ROOT / "templates", *(ROOT / "templates" / group for group in GROUPS)],\n',
    ),
    once(
        "config/settings.py",
        "TEMPLATES = [\n",
        f'GROUPS = ({", ".join(f"{chr(34)}{group}{chr(34)}" for group in GROUPS)})\n'
        '"""Folders of the apps; each lies as well under templates/, and is no part of a template\'s name."""\n'
        "TEMPLATES = [\n",
    ),
    once(
        SOURCES,
        "def app_of(place",
        "def template_place(name: str) -> str:\n"
        '    """The file of a template, by the name that Django knows it by."""\n'
        '    places = ("templates", *(f"templates/{group}" for group in GROUPS))\n'
        '    (path,) = [path for place in places if (path := f"{place}/{name}") in everything()]\n'
        "    return path\n\n\n"
        "def app_of(place",
    ),
    once("tests/architecture/test_refreshed_parts.py", 'read(f"templates/{name}")', "read(template_place(name))", count=2),
    once("tests/architecture/test_refreshed_parts.py", "read, templates\n", "read, template_place, templates\n"),
    once("tests/documents/documents/test_every_verdict.py", 'f"templates/documents/{name}', 'f"templates/documents/documents/{name}'),
    once(
        "script/lib/suite.py",
        '("tests/coediting", "tests/realtime", "tests/serving")',
        '("tests/documents/coediting", "tests/chat/realtime", "tests/foundation/serving")',
    ),
    once(
        "tests/decisions/decisions/exceptional/test_narrowest_limits.py",
        'path.partition("/")[0] not in BY_ITSELF',
        "app_of(path) not in BY_ITSELF",
    ),
    once(
        "tests/decisions/decisions/exceptional/test_narrowest_limits.py",
        "sources import APPS, calls, ",
        "sources import APPS, app_of, calls, ",
    ),
    # what a node of before put in Redis was pickled by names that have gone
    once(
        "config/settings.py",
        '        "BACKEND": "foundation.web.forgiving_cache.ForgivingRedisCache",\n',
        '        "BACKEND": "foundation.web.forgiving_cache.ForgivingRedisCache",\n'
        '        "VERSION": 2,  # higher when a class that is kept there moves: it is pickled by its module\n',
    ),
    once("tests/torture/yjs_clients.mjs", 'from "../frontend/', 'from "../../frontend/'),
    # scripts
    once("script/lib/environment.sh", "$ROOT/requirements/", "$ROOT/script/requirements/", count=0),
    once("script/bench", '"$ROOT/benchmarks/$what"', '"$ROOT/tests/benchmarks/$what"'),
    once("script/torture", "-m torture ", "-m tests.torture "),
    once("pyproject.toml", 'mypy_path = ["script/lib", "typings"]', 'mypy_path = ["script/lib", "tests/typings"]'),
    once("pyproject.toml", "exclude = ['/migrations/0']", "exclude = ['/migrations/0', '^tests/typings/']"),
    once("pyproject.toml", '"node_modules", "typings", "var"', '"node_modules", "tests/typings", "var"'),
    # turns and folders of tests
    once(
        "tests/support/module_turns.py",
        '    *("architecture", "audit", "backup", "coediting", "config", "record", "recognition"),\n'
        '    *("decisions/rules", "decisions/state_machine", "e2e", "reliability"),\n',
        '    *("architecture", "foundation/audit", "across/backup", "documents/coediting", "config", "circles/record"),\n'
        '    *("decisions/recognition", "decisions/decisions/rules", "decisions/decisions/state_machine", "e2e", "reliability"),\n',
    ),
    once("tests/config/test_rotation.py", "apart = {path.relative_to(module_turns.ROOT).parts[1] for path in places}", "apart = {part for path in places for part in path.relative_to(module_turns.ROOT).parts}"),
    once("tests/conftest.py", 'Replays(request.node.nodeid.split("/")[1])', "Replays(request.path.parent.name)"),
    once("tests/foundation/serving/test_switch.py", 'return thing.__module__.split(".")[0]', 'return thing.__module__.split(".")[1]'),
    once("tests/foundation/serving/test_switch.py", 'any(name.split(".")[0] == "serving" for', 'any(name.startswith("foundation.serving") for'),
    once("tests/foundation/serving/test_switch.py", '.startswith("serving.")', '.startswith("foundation.serving.")', count=2),
    once("tests/architecture/test_names.py", r"re:^(OF_THE_API = \{.*?^\})  # fmt: skip", r"\1"),
    once("tests/architecture/test_names.py", '("syncs/",)', '("daily/syncs/",)', count=2),
    once("tests/architecture/test_names.py", '("coediting/",)', '("documents/coediting/",)'),
    once("tests/reliability/test_torture.py", '"-m", "torture"', '"-m", "tests.torture"'),
    once("tests/torture/planting.py", '"-m", "torture"', '"-m", "tests.torture"'),
]


def installed(block: str) -> str:
    """Return the apps of the settings with their groups, in the order that they have."""
    names = re.findall(r'"(\w+)"', block.split("*([]")[0])
    lines, line = [], "   "
    for name in names:
        said = f' "{APPS[name]}.{name}",'
        if len(line + said) > 120:
            lines, line = [*lines, line], "   "
        line += said
    return "\n".join([*lines, line, '    *([] if ENVIRONMENT.plain_serving else ["foundation.serving"]),', ""])
