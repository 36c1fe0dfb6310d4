"""A database from before exploration periods had their name: `migrate` keeps every row."""

import pytest
from django.core.management import call_command
from django.db import connection

from decisions.tracks.models import ExplorationPeriod, StopNote
from decisions.tracks.workflows.stopping import stop
from tests.decisions.tracks.pumps import WATCHED, Pumps
from tests.support.rotation import takes_turns

pytestmark = [pytest.mark.django_db(transaction=True), takes_turns(4, "renamed tables")]


def test_periods_and_notes_of_before_are_kept(pumps: Pumps) -> None:
    stop(pumps.started(pumps.diaphragm), WATCHED, by=pumps.ada)
    pumps.leaks(pumps.rotor, "0.09")
    periods, notes = list(ExplorationPeriod.objects.values()), list(StopNote.objects.values())
    assert periods
    assert notes[0]["reopen_met_by_id"]
    call_command("migrate", "tracks", "0002", verbosity=0)
    assert "tracks_spell" in connection.introspection.table_names()
    call_command("migrate", verbosity=0)
    assert list(ExplorationPeriod.objects.values()) == periods
    assert list(StopNote.objects.values()) == notes
