"""Let what people write go into fewer indexes: none was read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

INDEXES = {
    "coediting_update_document_id_5d3bcc5e": "document_id",
    "coediting_update_user_id_fe8abe77": "user_id",
}
FORMER = ["documents_update_document_id_1b2f1c68", "documents_update_user_id_f83bff1a"]
"""As they are called where the table was renamed."""


class Migration(migrations.Migration):

    dependencies = [
        ("coediting", "0017_snapshot_vectors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # By hand, as SQLite would make the whole table anew, without the triggers that keep it as it is.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'DROP INDEX IF EXISTS "{name}"', f'CREATE INDEX "{name}" ON "coediting_update" ("{column}")'
                )
                for name, column in INDEXES.items()
            ]
            + [migrations.RunSQL(f'DROP INDEX IF EXISTS "{name}"', migrations.RunSQL.noop) for name in FORMER],
            state_operations=[
                migrations.AlterField(
                    model_name="update",
                    name="log",
                    field=models.ForeignKey(
                        db_column="document_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="coediting.log",
                    ),
                ),
                migrations.AlterField(
                    model_name="update",
                    name="user",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
