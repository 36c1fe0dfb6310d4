# Verdicts on suggestions keep their words, and can be taken back.

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0021_authors_elsewhere"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SuggestionVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_accepted", models.BooleanField(editable=False, verbose_name="accepted")),
                ("changes", models.JSONField(default=list, editable=False, verbose_name="changes")),
                (
                    "batch",
                    models.UUIDField(
                        editable=False, help_text="Suggestions decided together share it.", null=True, verbose_name="batch"
                    ),
                ),
                ("text_seq", models.PositiveIntegerField(editable=False, verbose_name="place in the text")),
                ("own_seq", models.PositiveIntegerField(editable=False, verbose_name="place in the suggestion")),
                ("written_seq", models.PositiveIntegerField(editable=False, null=True, verbose_name="place of the edit")),
                (
                    "decided_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="decided"
                    ),
                ),
                ("undone_at", models.DateTimeField(editable=False, null=True, verbose_name="undone at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "suggestion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verdicts", to="documents.suggestion"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "verdict on a suggestion",
                "verbose_name_plural": "verdicts on suggestions",
                "ordering": ["pk"],
            },
        ),
    ]
