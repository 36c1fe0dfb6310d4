from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("circles", "0001_initial")]
    operations = [AppendOnly("circles_link")]
