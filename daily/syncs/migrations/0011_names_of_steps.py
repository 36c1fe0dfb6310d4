from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('syncs', '0010_led_steps'),
    ]

    operations = [
        migrations.AlterField(
            model_name='ledstep',
            name='step',
            field=models.CharField(choices=[('clarify', 'Clarify'), ('react', 'React'), ('amend', 'Amend'), ('objections', 'Objections'), ('integrate', 'Integrate')], max_length=12, verbose_name='step'),
        ),
    ]
