"""When to look for a person’s next digest: nobody is read before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0010_reminders_and_focus")]

    operations = [
        migrations.AddField(
            model_name="notificationsettings",
            name="digest_due_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
