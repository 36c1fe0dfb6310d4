"""The day for which pulses were asked says that it is of pulses. Its column keeps its name: no row is touched."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("syncs", "0008_owners_out_of_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalrecurringsync",
            name="asked_on",
            field=models.DateField(
                blank=True,
                db_column="asked_on",
                editable=False,
                null=True,
                verbose_name="pulses asked for the meeting on",
            ),
        ),
        migrations.RenameField(model_name="historicalrecurringsync", old_name="asked_on", new_name="pulses_asked_on"),
        migrations.AlterField(
            model_name="recurringsync",
            name="asked_on",
            field=models.DateField(
                blank=True,
                db_column="asked_on",
                editable=False,
                null=True,
                verbose_name="pulses asked for the meeting on",
            ),
        ),
        migrations.RenameField(model_name="recurringsync", old_name="asked_on", new_name="pulses_asked_on"),
    ]
