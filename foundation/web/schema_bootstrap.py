"""Make the tables of a new database at once, as the newest migrations leave them.

Migrating an empty database renders every model again for each change that its tables ever went through: seconds, and
more with each migration. Nobody needs the tables in between where there are no rows.
"""

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.migrations.state import ProjectState

SHAPES = (ModelOperation, FieldOperation, IndexOperation)
"""Operations whose sum the newest models show; any other is done: a trigger, a full-text index, rows."""


def make_schema() -> None:
    """Make tables, triggers and rows of the schema in an empty database, and note each migration as applied."""
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    state = ProjectState()
    for migration in plan:
        migration.mutate_state(state, preserve=False)
    with connection.schema_editor(atomic=True) as editor:
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration, operation in beside_shapes(plan):
            operation.database_forwards(migration.app_label, editor, state, state)
        executor.recorder.ensure_schema()
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
    context = {"apps": state.apps, "plan": [(migration, False) for migration in plan]}
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, **context)


def beside_shapes(plan: list[Migration]) -> list[tuple[Migration, Operation]]:
    """Return what the migrations do beside shaping tables, in their order."""
    return [(migration, each) for migration in plan for each in migration.operations if not isinstance(each, SHAPES)]
