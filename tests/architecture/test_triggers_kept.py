"""A migration that has SQLite build a table anew makes its triggers anew: they go with the old table, and nobody sees
it before something is changed that may not be, or is not found.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.state import ProjectState

from across.search.full_text import FullText, NoFullText
from foundation.audit.append_only import AppendOnly, FrozenColumns

TEXTS = "search_text"
ADDS_ONLY = (migrations.AddIndex, migrations.RemoveIndex, migrations.RenameField)
ON_TABLES = (migrations.AddConstraint, migrations.RemoveConstraint)
BY_HAND = {"0006_three_ways": "a function of its own makes the triggers of claims again"}


def table_of(state: ProjectState, app: str, model: str) -> str:
    options = state.models[app, model.lower()].options
    return str(options.get("db_table") or f"{app}_{model.lower()}")


def in_the_database(field: "models.Field[Any, Any]") -> object:
    """What of a field the database knows: neither its choices nor how it is called."""
    _name, kind, given, named = field.deconstruct()
    return kind, given, {name: value for name, value in named.items() if name not in field.non_db_attrs}


def built_anew(operation: Operation, app: str, state: ProjectState) -> str:
    """The table that SQLite builds anew for an operation; nothing where it only adds to it."""
    if isinstance(operation, ON_TABLES):
        return table_of(state, app, operation.model_name)
    if isinstance(operation, ADDS_ONLY) or not isinstance(operation, FieldOperation):
        return ""
    if isinstance(operation, migrations.AddField) and operation.field.null:
        return ""
    if isinstance(operation, migrations.AlterField):
        before = state.models[app, operation.model_name_lower].get_field(operation.name)
        if in_the_database(before) == in_the_database(operation.field):
            return ""
    return table_of(state, app, operation.model_name)


def without_triggers(plan: Iterable[Migration]) -> Iterator[str]:
    """The operations after which a table lacks the triggers that it had."""
    state, guarded = ProjectState(), set[str]()
    for migration in plan:
        app, bare = migration.app_label, dict[str, str]()
        for operation in migration.operations:
            if isinstance(operation, NoFullText):
                guarded.discard(TEXTS)
            elif isinstance(operation, FullText | AppendOnly | FrozenColumns):
                table = getattr(operation, "table", TEXTS)
                guarded.add(table)
                bare.pop(table, None)
            elif (table := built_anew(operation, app, state)) in guarded:
                bare[table] = f"{migration}: {operation.describe()}"
            operation.state_forwards(app, state)
        yield from () if migration.name in BY_HAND else bare.values()


def whole_plan() -> list[Migration]:
    graph = MigrationLoader(None).graph
    keys = dict.fromkeys(key for leaf in graph.leaf_nodes() for key in graph.forwards_plan(leaf))
    return [graph.nodes[key] for key in keys]


def test_a_table_that_is_built_anew_has_its_triggers_again() -> None:
    plan = whole_plan()
    assert sum(isinstance(one, AppendOnly) for migration in plan for one in migration.operations) > 10
    assert list(without_triggers(plan)) == [], "put NoFullText() before and FullText() after, or AppendOnly(…) after"


@pytest.mark.parametrize(
    ("operations", "count"),
    [
        ([migrations.AddField("text", "has_table", models.BooleanField(default=False))], 1),
        ([migrations.AddField("text", "has_table", models.BooleanField(null=True))], 0),
        ([NoFullText(), migrations.AddField("text", "has_table", models.BooleanField(default=False)), FullText()], 0),
    ],
)
def test_a_bare_migration_of_texts_is_found(operations: list[Operation], count: int) -> None:
    later = type("Later", (Migration,), {"operations": operations})("9999_tables", "search")
    assert len(list(without_triggers([*whole_plan(), later]))) == count
