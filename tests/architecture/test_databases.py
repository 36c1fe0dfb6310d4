"""Each module of tests that uses the database says which of its tests run on PostgreSQL as well."""

import re

from tests.architecture.sources import everything, read

USES_IT = re.compile(r"mark\.django_db")
SAYS_WHERE = re.compile(r"mark\.(both_databases|one_database)|django_db\(transaction=True")
ELSEWHERE = (
    "tests/e2e/",  # these choose their databases themselves
    "tests/reliability/",
    "tests/config/test_database_marker.py",  # this one writes tests of its own
    "tests/architecture/test_databases.py",
)


def silent(text: str) -> bool:
    """Say whether a module uses the database and does not say where."""
    return bool(USES_IT.search(text)) and not SAYS_WHERE.search(text)


def test_every_module_says_what_runs_on_both_databases() -> None:
    modules = [path for path in everything() if re.fullmatch(r"tests/.+/test_\w+\.py", path)]
    assert len(modules) > 200
    assert [path for path in modules if not path.startswith(ELSEWHERE) and silent(read(path))] == []


def test_a_module_that_says_nothing_is_found() -> None:
    assert silent("pytestmark = pytest.mark.django_db\n")
    assert not silent("pytestmark = pytest.mark.django_db(transaction=True)\n")
    for mark in ("both_databases", "one_database"):
        assert not silent(f"@pytest.mark.{mark}\n@pytest.mark.django_db\n")
