"""Note when the words of an Office file were read: those that are there already are read by the task too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("files", "0005_administration_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="words_read_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="words read"),
        ),
    ]
