"""Let what people write go into fewer indexes: none was read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

INDEXES = {
    "documents_update_document_id_1b2f1c68": "document_id",
    "documents_update_user_id_f83bff1a": "user_id",
}


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0017_snapshot_vectors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # By hand, as SQLite would make the whole table anew, without the triggers that keep it as it is.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'DROP INDEX IF EXISTS "{name}"', f'CREATE INDEX "{name}" ON "documents_update" ("{column}")'
                )
                for name, column in INDEXES.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="update",
                    name="log",
                    field=models.ForeignKey(
                        db_column="document_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="documents.log",
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
