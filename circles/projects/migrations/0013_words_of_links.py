"""The words of links are copies that may name people: erasure takes their names out."""

from django.db import migrations

from foundation.audit.append_only import WordsMayGo


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_public_links")]

    operations = [WordsMayGo("projects_link", "source_words", "target_words", "quote")]
