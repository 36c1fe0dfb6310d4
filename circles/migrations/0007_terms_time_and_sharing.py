"""Terms of roles, shares of weeks, equipment, and which circles share a domain.

The old mark “shared” goes without a trace in the new table: it never said with whom, and nothing hung on it.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0006_merged_and_split'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Equipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='what it is')),
                ('note', models.CharField(blank=True, help_text='Where it stands, how to get at it.', max_length=300, verbose_name='note')),
                ('listed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='since')),
                ('gone_at', models.DateTimeField(editable=False, null=True, verbose_name='taken off the list')),
            ],
            options={
                'verbose_name': 'equipment',
                'verbose_name_plural': 'equipment',
            },
        ),
        migrations.CreateModel(
            name='HistoricalEquipment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='what it is')),
                ('note', models.CharField(blank=True, help_text='Where it stands, how to get at it.', max_length=300, verbose_name='note')),
                ('listed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='since')),
                ('gone_at', models.DateTimeField(editable=False, null=True, verbose_name='taken off the list')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical equipment',
                'verbose_name_plural': 'historical equipment',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSharing',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical sharing of a domain',
                'verbose_name_plural': 'historical sharings of domains',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Sharing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'sharing of a domain',
                'verbose_name_plural': 'sharings of domains',
            },
        ),
        migrations.RemoveConstraint(
            model_name='domain',
            name='one_domain_per_key',
        ),
        migrations.RemoveField(
            model_name='historicaldomain',
            name='is_shared',
        ),
        migrations.AddField(
            model_name='domain',
            name='struck_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='given up'),
        ),
        migrations.AddField(
            model_name='historicaldomain',
            name='struck_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='given up'),
        ),
        migrations.AddField(
            model_name='historicalmembership',
            name='share',
            field=models.PositiveSmallIntegerField(blank=True, help_text='In percent; empty: not said.', null=True, verbose_name='share of the week'),
        ),
        migrations.AddField(
            model_name='historicalrole',
            name='accountabilities',
            field=models.TextField(blank=True, help_text='One on each line.', verbose_name='what can be expected of it'),
        ),
        migrations.AddField(
            model_name='historicalrole',
            name='ends_on',
            field=models.DateField(blank=True, null=True, verbose_name='last day of the term'),
        ),
        migrations.AddField(
            model_name='historicalrole',
            name='forewarned_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicalrole',
            name='lapses_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='When that day is over in the project’s time zone.', null=True),
        ),
        migrations.AddField(
            model_name='historicalrole',
            name='purpose',
            field=models.CharField(blank=True, max_length=300, verbose_name='what it is for'),
        ),
        migrations.AddField(
            model_name='membership',
            name='share',
            field=models.PositiveSmallIntegerField(blank=True, help_text='In percent; empty: not said.', null=True, verbose_name='share of the week'),
        ),
        migrations.AddField(
            model_name='role',
            name='accountabilities',
            field=models.TextField(blank=True, help_text='One on each line.', verbose_name='what can be expected of it'),
        ),
        migrations.AddField(
            model_name='role',
            name='ends_on',
            field=models.DateField(blank=True, null=True, verbose_name='last day of the term'),
        ),
        migrations.AddField(
            model_name='role',
            name='forewarned_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='role',
            name='lapses_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='When that day is over in the project’s time zone.', null=True),
        ),
        migrations.AddField(
            model_name='role',
            name='purpose',
            field=models.CharField(blank=True, max_length=300, verbose_name='what it is for'),
        ),
        migrations.AddIndex(
            model_name='role',
            index=models.Index(condition=models.Q(('ended_at', None), ('lapses_at__isnull', False)), fields=['lapses_at'], name='terms_that_end'),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.UniqueConstraint(condition=models.Q(('struck_at', None)), fields=('project', 'key'), name='one_domain_per_key'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('share__gt', 0), ('share__lte', 100)), name='share_of_a_week'),
        ),
        migrations.AddField(
            model_name='equipment',
            name='circle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='circles.circle', verbose_name='circle'),
        ),
        migrations.AddField(
            model_name='equipment',
            name='keeper',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who looks after it'),
        ),
        migrations.AddField(
            model_name='equipment',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='circles.project'),
        ),
        migrations.AddField(
            model_name='historicalequipment',
            name='circle',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='circles.circle', verbose_name='circle'),
        ),
        migrations.AddField(
            model_name='historicalequipment',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalequipment',
            name='keeper',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who looks after it'),
        ),
        migrations.AddField(
            model_name='historicalequipment',
            name='project',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='circles.project'),
        ),
        migrations.AddField(
            model_name='historicalsharing',
            name='circle',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='circles.circle', verbose_name='circle'),
        ),
        migrations.AddField(
            model_name='historicalsharing',
            name='domain',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='circles.domain', verbose_name='domain'),
        ),
        migrations.AddField(
            model_name='historicalsharing',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sharing',
            name='circle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharings', to='circles.circle', verbose_name='circle'),
        ),
        migrations.AddField(
            model_name='sharing',
            name='domain',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharings', to='circles.domain', verbose_name='domain'),
        ),
        migrations.RemoveField(
            model_name='domain',
            name='is_shared',
        ),
        migrations.AddConstraint(
            model_name='sharing',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('domain', 'circle'), name='shared_once_with_a_circle'),
        ),
    ]
