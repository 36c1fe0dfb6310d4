"""What people read as a recurring sync is called so."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0010_needs'),
        ('projects', '0009_administration_names'),
        ('syncs', '0005_recurring_sync_names'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='sync', name='one_sync_per_occurrence'),
        migrations.RenameModel('Ritual', 'RecurringSync'),
        migrations.RenameModel('HistoricalRitual', 'HistoricalRecurringSync'),
        migrations.RenameField('sync', 'ritual', 'recurring_sync'),
        migrations.RenameField('historicalsync', 'ritual', 'recurring_sync'),
        migrations.AlterField(
            model_name='recurringsync',
            name='circle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recurring_syncs', to='circles.circle', verbose_name='circle'),
        ),
        migrations.AlterField(
            model_name='recurringsync',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recurring_syncs', to='projects.project'),
        ),
        migrations.AddConstraint(
            model_name='sync',
            constraint=models.UniqueConstraint(
                condition=models.Q(('cancelled_at', None)), fields=('recurring_sync', 'planned_for'), name='one_sync_per_occurrence'
            ),
        ),
    ]
