"""Reminders of anything; focus hours, do not disturb, public holidays and days away."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("inbox", "0009_reading_in_place"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalReminder",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("project", models.UUIDField()),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("address", models.CharField(max_length=400)),
                ("at", models.DateTimeField(db_index=True, verbose_name="at")),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "project", "address"), name="one_reminder_a_thing")
                ],
            },
        ),
        migrations.AddField(
            model_name="notificationsettings",
            name="focus_from",
            field=models.TimeField(blank=True, null=True, verbose_name="focus from"),
        ),
        migrations.AddField(
            model_name="notificationsettings",
            name="focus_until",
            field=models.TimeField(blank=True, null=True, verbose_name="focus until"),
        ),
        migrations.AddField(
            model_name="notificationsettings",
            name="holidays_of",
            field=models.CharField(blank=True, max_length=2, verbose_name="public holidays of"),
        ),
        migrations.AddField(
            model_name="notificationsettings",
            name="away_from",
            field=models.DateField(blank=True, null=True, verbose_name="away from"),
        ),
        migrations.AddField(
            model_name="notificationsettings",
            name="away_until",
            field=models.DateField(blank=True, null=True, verbose_name="away until"),
        ),
        migrations.AddField(
            model_name="notificationsettings",
            name="undisturbed_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="undisturbed until"),
        ),
    ]
