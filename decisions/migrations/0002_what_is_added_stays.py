from django.db import migrations

from audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial")]
    operations = [
        AppendOnly("decisions_contest"),
        AppendOnly("decisions_missingelement"),
        AppendOnly("decisions_factcheck"),
        AppendOnly("decisions_smallact"),
    ]
