"""Find what waits of a person without reading what is done."""

from django.conf import settings
from django.db import migrations, models

from foundation.web.add_index import AddIndexWhileServing


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('inbox', '0008_mail_at_once_since'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexWhileServing(
            model_name='notice',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['user'], name='open_notices'),
        ),
    ]
