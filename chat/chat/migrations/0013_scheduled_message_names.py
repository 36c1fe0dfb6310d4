"""What messages that are sent later are called in the administration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("chat", "0012_scheduled_messages")]

    operations = [
        migrations.AlterModelOptions(
            name="scheduledmessage",
            options={"verbose_name": "scheduled message", "verbose_name_plural": "scheduled messages"},
        ),
    ]
