"""Texts know whether files are attached. SQLite builds the table anew for it, and its triggers do not come along."""

from django.db import migrations, models

from across.search.full_text import FullText, NoFullText


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0006_written_index"),
    ]

    operations = [
        NoFullText(),
        migrations.AddField(
            model_name="text",
            name="has_file",
            field=models.BooleanField(default=False, verbose_name="has files"),
        ),
        FullText(),
    ]
