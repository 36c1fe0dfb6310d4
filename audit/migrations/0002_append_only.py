"""Entries can be added, never changed or deleted: the database says so itself."""

from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    """Make the chain append-only."""

    dependencies = [("audit", "0001_initial")]
    operations = [AppendOnly("audit_entry")]
