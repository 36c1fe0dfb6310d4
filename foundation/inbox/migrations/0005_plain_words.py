"""What people read of these, in plainer words."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inbox', '0004_mail_of_open_projects'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('position', 'Position requested'), ('ending', 'Round ending soon'), ('objection', 'Objection to integrate'), ('action', 'Action for you'), ('pulse', 'Pulse'), ('mentioned', 'You were mentioned'), ('answered', 'New reply'), ('yours', 'Activity on your content'), ('decided', 'Decision'), ('review', 'Reviews and gates'), ('minutes', 'Minutes'), ('access', 'Access'), ('around', 'Other activity')], default='around', max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='reason',
            field=models.CharField(choices=[('asked', 'your position is requested'), ('mentioned', 'you were mentioned'), ('answered', 'someone replied to you'), ('owner', 'it is yours'), ('circle', 'in your circle'), ('invited', 'you were added'), ('followed', 'you follow this')], max_length=12, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='notificationchoice',
            name='kind',
            field=models.CharField(choices=[('position', 'Position requested'), ('ending', 'Round ending soon'), ('objection', 'Objection to integrate'), ('action', 'Action for you'), ('pulse', 'Pulse'), ('mentioned', 'You were mentioned'), ('answered', 'New reply'), ('yours', 'Activity on your content'), ('decided', 'Decision'), ('review', 'Reviews and gates'), ('minutes', 'Minutes'), ('access', 'Access'), ('around', 'Other activity')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='outgoingemail',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='attempts'),
        ),
        migrations.AlterField(
            model_name='outgoingpush',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='attempts'),
        ),
    ]
