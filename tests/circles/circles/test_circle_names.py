"""The general circle that nobody renamed is called as its reader says it; a project's own words are in its language."""

import pickle

import pytest
from django.test import Client
from django.utils import translation

from circles.circles.event_types import CircleEvent
from circles.circles.models import Circle
from circles.circles.models.sync_names import sync_title, the_sync
from circles.projects.models.translated_name import TranslatedName
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from foundation.audit.models import Entry
from tests.factories import a_person, a_project

pytestmark = pytest.mark.django_db


def written(circle: Circle) -> str:
    """Return the name that the database keeps."""
    return str(Circle.objects.filter(pk=circle.pk).values_list("name", flat=True).get())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_general_circle_that_was_never_renamed_is_called_in_the_readers_language(language: str) -> None:
    general = a_project(language=language).circles.general()
    for reader, name in (("fr", "Général"), ("en", "General")):
        with translation.override(reader):
            assert general.name == str(general) == name
            general.full_clean()
            general.save()
    kept = {"fr": "Général", "en": "General"}[language]
    assert written(general) == kept
    with translation.override("fr"):
        assert {old.name for old in general.history.all()} == {"Général"}
    assert set(general.history.values_list("name", flat=True)) == {kept}


@pytest.mark.both_databases
def test_a_renamed_general_circle_and_others_keep_their_names_in_every_language() -> None:
    general = a_project().circles.general()
    inside = general.open_circle("General", by=None)
    general.name = "Bridge"
    general.save()
    with translation.override("fr"):
        found = {circle.name for circle in Circle.objects.in_project(general.project)}
    assert found == {"Bridge", "General"}
    assert written(inside) == "General"


def test_syncs_are_titled_in_the_projects_language_and_told_of_in_the_readers() -> None:
    general = a_project(language="fr").circles.general()
    assert (sync_title(general, "fr"), the_sync(general)) == ("Synchro générale", "the general sync")


def test_minutes_are_in_the_projects_language_whoever_reads_them(client: Client) -> None:
    ada = a_person("Ada", language="en")
    general = a_project(ada, language="fr").circles.general()
    sync = open_sync(general, by=ada)
    close_sync(sync, by=ada)
    client.force_login(ada)
    page = client.get(f"{sync.get_absolute_url()}minutes/").text
    article = page.partition("<article")[2].partition("</article>")[0]
    assert "Qui était là" in article
    assert "Who was there" not in page
    assert "Reopen it" in page
    text = client.get(f"{sync.get_absolute_url()}minutes.md").text
    assert text.startswith("# S-1 Synchro générale")
    entry = Entry.objects.of_project(general.project.pk).get(event="sync.closed")
    assert entry.title == "Synchro générale"


def test_a_translated_name_can_be_kept_in_a_cache() -> None:
    kept = pickle.loads(pickle.dumps(TranslatedName("Général", "General")))
    assert (kept, kept.written) == ("Général", "General")


def test_the_record_keeps_the_name_that_was_written_whoever_acts() -> None:
    ada = a_person("Ada", language="fr")
    general = a_project(ada, language="en").circles.general()
    with translation.override("fr"):
        general.open_circle("Pump", by=ada)
        entry = general.record_event(CircleEvent.CIRCLE_RENAMED, by=ada, before=general.name, circles=[general.name])
    assert (entry.title, entry.facts["before"], entry.facts["circles"]) == ("General", "General", ["General"])
