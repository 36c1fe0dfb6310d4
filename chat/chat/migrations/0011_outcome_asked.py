"""Note of a topic that went quiet that its starter was asked what came of it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("chat", "0010_all_emoji"),
    ]

    operations = [
        migrations.AddField(
            model_name="topichead",
            name="outcome_asked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="asked what came of it"),
        ),
    ]
