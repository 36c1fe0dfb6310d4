"""A clause whose text differs from the ratified one is in a state of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0007_files_of_things"),
    ]

    operations = [
        migrations.AlterField(
            model_name="text",
            name="state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "none"),
                    ("open", "open"),
                    ("done", "done"),
                    ("in_force", "in force"),
                    ("changed", "changed, not ratified"),
                    ("ended", "ended"),
                ],
                max_length=12,
                verbose_name="state",
            ),
        ),
    ]
