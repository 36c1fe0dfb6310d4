"""Spells are called exploration periods, as people read it; a note is not woken, but its *reopen if* met."""

import django.db.models.deletion
from django.db import migrations, models

from foundation.web.left_names import rename_left_names


class Migration(migrations.Migration):

    dependencies = [
        ("tracks", "0002_administration_names"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="spell", name="one_spell_at_a_time"),
        migrations.RemoveConstraint(model_name="spell", name="spell_ends_after_it_began"),
        migrations.RenameModel(old_name="Spell", new_name="ExplorationPeriod"),
        migrations.AlterField(
            model_name="explorationperiod",
            name="track",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exploration_periods", to="tracks.track"
            ),
        ),
        migrations.AddConstraint(
            model_name="explorationperiod",
            constraint=models.UniqueConstraint(
                condition=models.Q(ended_on=None), fields=("track",), name="one_exploration_period_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="explorationperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("began_on")),
                name="exploration_period_ends_after_it_began",
            ),
        ),
        migrations.RenameField(model_name="stopnote", old_name="woken_at", new_name="reopen_met_at"),
        migrations.RenameField(model_name="stopnote", old_name="woken_by", new_name="reopen_met_by"),
        migrations.RenameField(model_name="historicalstopnote", old_name="woken_at", new_name="reopen_met_at"),
        migrations.RenameField(model_name="historicalstopnote", old_name="woken_by", new_name="reopen_met_by"),
        migrations.AlterField(
            model_name="stopnote",
            name="reopen_met_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopens",
                to="tracks.evidence",
            ),
        ),
        rename_left_names(
            table="tracks_explorationperiod",
            constraints=(
                (
                    "tracks_spell_track_id_cf65e7be_fk_tracks_track_id",
                    "tracks_explorationperiod_track_id_2676e4fa_fk_tracks_track_id",
                ),
            ),
            relations=(
                ("tracks_spell_pkey", "tracks_explorationperiod_pkey"),
                ("tracks_spell_track_id_cf65e7be", "tracks_explorationperiod_track_id_2676e4fa"),
                ("tracks_spell_id_seq", "tracks_explorationperiod_id_seq"),
                ("tracks_stopnote_woken_by_id_d5af1e71", "tracks_stopnote_reopen_met_by_id_ae34ed38"),
                (
                    "tracks_historicalstopnote_woken_by_id_ecefa838",
                    "tracks_historicalstopnote_reopen_met_by_id_6fbfd54b",
                ),
            ),
        ),
    ]
