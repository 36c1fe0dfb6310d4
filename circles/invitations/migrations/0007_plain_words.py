"""What people read of these, in plainer words."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('invitations', '0006_joining_archiving_stars'),
        ('projects', '0006_joining_archiving_stars'),
        ('circles', '0004_guests'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='historicaljoinlink',
            options={'get_latest_by': ('history_date', 'history_id'), 'ordering': ('-history_date', '-history_id'), 'verbose_name': 'historical join link', 'verbose_name_plural': 'historical join links'},
        ),
        migrations.AlterModelOptions(
            name='joinlink',
            options={'verbose_name': 'join link', 'verbose_name_plural': 'join links'},
        ),
        migrations.AlterField(
            model_name='historicaljoinlink',
            name='joined',
            field=models.PositiveIntegerField(default=0, verbose_name='people who joined'),
        ),
        migrations.AlterField(
            model_name='joinlink',
            name='joined',
            field=models.PositiveIntegerField(default=0, verbose_name='people who joined'),
        ),
    ]
