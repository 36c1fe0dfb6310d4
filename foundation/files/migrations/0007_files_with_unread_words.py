"""Find the files whose words nobody has read yet."""

from django.db import migrations, models

from foundation.web.add_index import AddIndexWhileServing


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("files", "0006_words_read"),
    ]

    operations = [
        AddIndexWhileServing(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("words_read_at", None)), fields=["type", "kept_at"], name="files_with_unread_words"
            ),
        ),
    ]
