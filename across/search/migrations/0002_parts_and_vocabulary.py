import django.db.models.deletion
from django.db import migrations, models

import across.search.models.text
from across.search.full_text import FullText, NoFullText


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0006_joining_archiving_stars'),
        ('circles', '0004_guests'),
        ('money', '0001_initial'),
        ('invitations', '0006_joining_archiving_stars'),
        ('search', '0001_initial'),
    ]

    operations = [
        NoFullText(),
        migrations.DeleteModel('Text'),
        migrations.CreateModel(
            name='Spelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, verbose_name='key')),
                ('form', models.CharField(max_length=60, verbose_name='form')),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
            ],
            options={
                'verbose_name': 'spelling to search',
                'verbose_name_plural': 'spellings to search',
                'constraints': [models.UniqueConstraint(fields=('project', 'key', 'form'), name='one_spelling_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('thing', models.CharField(max_length=64, verbose_name='thing')),
                ('part', models.CharField(blank=True, max_length=40, verbose_name='part')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('stems', across.search.models.text.StemsField(verbose_name='words and stems')),
                ('happened_at', models.DateTimeField(null=True, verbose_name='when')),
                ('state', models.CharField(blank=True, choices=[('', 'none'), ('open', 'open'), ('done', 'done'), ('in_force', 'in force'), ('ended', 'ended')], max_length=12, verbose_name='state')),
                ('gate', models.CharField(choices=[('project', 'who is in the project'), ('title', 'who may know of the document'), ('document', 'who may read the document'), ('topic', 'who may read the topic')], default='project', max_length=12, verbose_name='seen by')),
                ('holder', models.UUIDField(null=True)),
                ('author', models.UUIDField(null=True, verbose_name='by')),
                ('circle', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='circles.circle')),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
            ],
            options={
                'verbose_name': 'text to search',
                'verbose_name_plural': 'texts to search',
                'indexes': [models.Index(fields=['project', 'kind', 'id'], name='texts_of_kind')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'thing', 'part'), name='one_text_a_part')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=60, verbose_name='form')),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
            ],
            options={
                'verbose_name': 'word to search',
                'verbose_name_plural': 'words to search',
                'indexes': [models.Index(fields=['project', 'form'], name='words_by_start', opclasses=['uuid_ops', 'varchar_pattern_ops'])],
                'constraints': [models.UniqueConstraint(fields=('project', 'form'), name='one_word_a_form')],
            },
        ),
        FullText(),
    ]
