from django.db import migrations, models


def forget(apps, schema_editor):
    """Let search read every document anew: it does by itself what it has no words of."""
    apps.get_model("documents", "DocumentText").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0013_suggestions'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveField(model_name='documenttext', name='words'),
        migrations.AddField(
            model_name='documenttext',
            name='blocks',
            field=models.JSONField(default=list, verbose_name='words by block'),
        ),
    ]
