import django.db.models.deletion
from django.db import migrations, models

import across.search.models.text
from across.search.full_text import FullText


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('projects', '0001_initial'),
        ('circles', '0001_initial'),
        ('money', '0001_initial'),
        ('invitations', '0001_initial'),
        ('decisions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('thing', models.CharField(max_length=64, verbose_name='thing')),
                ('stems', across.search.models.text.StemsField(verbose_name='words and stems')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
            ],
            options={
                'verbose_name': 'text to search',
                'verbose_name_plural': 'texts to search',
                'constraints': [models.UniqueConstraint(fields=('kind', 'thing'), name='one_text_a_thing')],
            },
        ),
        FullText(),
    ]
