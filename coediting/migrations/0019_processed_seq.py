"""How far the server's own work on a text has come is called so."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("coediting", "0018_fewer_indexes_of_updates"),
    ]

    operations = [
        migrations.RenameField(model_name="log", old_name="settled_seq", new_name="processed_seq"),
    ]
