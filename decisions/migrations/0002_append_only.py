"""Who was asked, what was said and who claimed can be added, never changed or deleted."""

from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    """Make what people said append-only."""

    dependencies = [("decisions", "0001_initial"), ("audit", "0001_initial")]
    operations = [AppendOnly("decisions_asked"), AppendOnly("decisions_position"), AppendOnly("decisions_claim")]
