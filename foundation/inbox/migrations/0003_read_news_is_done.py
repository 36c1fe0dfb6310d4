"""What was read before one could be done with it is done: nothing that people saw long ago waits for them."""

from django.db import migrations
from django.db.models import F


def finish_read(apps, schema_editor):
    apps.get_model("inbox", "Notice").objects.filter(done_at=None).exclude(read_at=None).update(done_at=F("read_at"))


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_notification_settings")]
    operations = [migrations.RunPython(finish_read, migrations.RunPython.noop)]
