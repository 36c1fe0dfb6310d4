"""When a person asked to speak is when they raised their hand."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("syncs", "0005_recurring_sync_names"),
    ]

    operations = [
        migrations.RenameField(model_name="presence", old_name="hand_at", new_name="raised_hand_at"),
    ]
