"""How far the server's own work on a text has come is called so."""

from django.db import migrations

from foundation.web.left_names import rename_left_names


class Migration(migrations.Migration):

    dependencies = [
        ("coediting", "0018_fewer_indexes_of_updates"),
    ]

    operations = [
        migrations.RenameField(model_name="log", old_name="settled_seq", new_name="processed_seq"),
        rename_left_names(
            table="coediting_log",
            constraints=(("coediting_log_settled_seq_check", "coediting_log_processed_seq_check"),),
        ),
    ]
