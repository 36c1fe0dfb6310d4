from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0014_led_in_steps'),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalproject',
            name='led_in_steps',
            field=models.BooleanField(default=False, help_text='Clarify, react, amend, objections, integrate: the screen shows the step and who speaks.', verbose_name='guide proposals step by step in syncs'),
        ),
        migrations.AlterField(
            model_name='project',
            name='led_in_steps',
            field=models.BooleanField(default=False, help_text='Clarify, react, amend, objections, integrate: the screen shows the step and who speaks.', verbose_name='guide proposals step by step in syncs'),
        ),
    ]
