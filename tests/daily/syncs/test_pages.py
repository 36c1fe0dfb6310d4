"""The pages and the API of syncs: what people see, and who may click what."""

from collections.abc import Mapping
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from markdown_it import MarkdownIt

from daily.syncs.models import AgendaItem, Pulse, Sync
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.outcomes import adopt_agreement, note_info
from decisions.decisions.models import Position, Proposal
from foundation.accounts.models import Token, User
from foundation.audit import clock
from foundation.web.caches import page_cache
from tests.daily.syncs.team import Team
from tests.factories import a_person
from tests.markup import main_of
from tests.support.rotation import one_in

pytestmark = pytest.mark.django_db


# Nora's circle has no recurring sync of its own: she is expected here, and may what those here may.
LEADS = {"ada": 302, "fay": 302, "bo": 403, "nora": 403, "eve": 404}
EVERYONE = {"ada": 302, "fay": 302, "bo": 302, "nora": 302, "eve": 404}
PEOPLE = ("ada", "fay", "bo", "nora", "eve")
type Button = tuple[str, dict[str, str], dict[str, int]]
BUTTONS: list[Button] = [
    ("turns/", {}, LEADS),
    ("points/{added}/turns/", {}, LEADS),
    ("closing/turns/", {}, LEADS | {"ada": 409, "fay": 409}),  # no point is on the table yet
    ("points/{added}/postponements/", {}, LEADS),
    ("points/{batch}/agreements/", {}, LEADS),
    ("points/{batch}/conclusions/", {}, LEADS),
    ("closing/", {}, LEADS),
    ("infos/", {"text": "Closed on Friday"}, EVERYONE),
    ("presences/", {}, EVERYONE),
    ("hands/", {}, EVERYONE),
    ("facilitation/", {}, EVERYONE | {"fay": 403}),
]


@pytest.mark.parametrize(("button", "who"), one_in(5, "buttons", product(BUTTONS, PEOPLE)))
def test_who_may_click_what(team: Team, client: Client, button: Button, who: str) -> None:
    address, fields, answers = button
    sync = team.sync()
    points = {"added": sync.points.get(part="added").pk, "batch": sync.points.get(part="agreements").pk}
    client.force_login(getattr(team, who))
    answer = client.post(f"{team.here}sync/1/{address.format(**points)}", fields)
    assert answer.status_code == answers[who]


@pytest.mark.parametrize(("who", "status"), [("ada", 302), ("bo", 302), ("nora", 403), ("eve", 404)])
def test_who_has_a_voice_holds_a_sync(team: Team, client: Client, who: str, status: int) -> None:
    client.force_login(getattr(team, who))
    assert client.post(f"{team.here}circles/general/syncs/").status_code == status
    assert Sync.objects.count() == (1 if status == 302 else 0)


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("fay", 200), ("bo", 403), ("eve", 404)])
def test_pilot_and_facilitator_set_recurring_syncs(team: Team, client: Client, who: str, status: int) -> None:
    client.force_login(getattr(team, who))
    assert client.get(f"{team.here}circles/general/rituals/").status_code == status
    recurring_sync = team.general.recurring_syncs.get()
    assert client.get(f"{team.here}sync/rituals/{recurring_sync.pk}/").status_code == status


@pytest.mark.both_databases
def test_a_recurring_sync_is_begun_from_days_and_weeks(team: Team, client: Client) -> None:
    client.force_login(team.ada)
    fields = {"name": "Field day", "days": ["1"], "every": "2", "local_time": "14:00", "length_minutes": "30"}
    answer = client.post(f"{team.here}circles/field/rituals/", {**fields, "pulse_minutes": "60"})
    assert answer.status_code == 302
    recurring_sync = team.field.recurring_syncs.get()
    assert (recurring_sync.recurrence, recurring_sync.length_minutes) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", 30)
    page = client.get(f"{team.here}sync/").content.decode()
    listed = page.partition(f'id="ritual-{recurring_sync.pk}"')[2].partition("</li>")[0]
    assert '<span class="named__name">Field</span>' in listed, "whose sync it is"


def test_the_page_before_a_sync_shows_pulse_points_and_agenda(team: Team, client: Client) -> None:
    AgendaItem.raise_tension(team.general, "Farm 2 is dry", by=team.bo)
    client.force_login(team.bo)
    page = client.get(f"{team.here}sync/").content.decode()
    assert "Farm 2 is dry" in page
    assert "Give my pulse" in page
    assert "0 of 4 pulses are in." in page
    client.post(f"{team.here}sync/pulses/", {"next": "Wear test", "back": team.here})
    assert Pulse.objects.get().user == team.bo
    assert "1 of 4 pulses is in." in client.get(f"{team.here}sync/").content.decode()


def test_only_who_added_a_point_or_leads_takes_it_back(team: Team, client: Client) -> None:
    point = AgendaItem.add(team.general, "Photos", by=team.bo)
    client.force_login(team.nora)
    assert client.post(f"{team.here}sync/points/{point.pk}/withdrawal/").status_code == 403
    client.force_login(team.bo)
    assert client.post(f"{team.here}sync/points/{point.pk}/withdrawal/").status_code == 302
    assert not team.general.points.waiting().exists()


def test_the_room_shows_the_point_at_hand_to_everybody(team: Team, client: Client) -> None:
    sync = team.sync()
    sync.turn_to(sync.points.get(part="agreements"), by=team.fay)
    client.force_login(team.fay)
    page = client.get(f"{team.here}sync/1/").content.decode()
    assert "2 no objection" in page
    assert "Adopt it" in page
    client.force_login(team.nora)
    page = client.get(f"{team.here}sync/1/").content.decode()
    assert "2 no objection" in page
    assert "Adopt it" not in page


def test_only_who_is_in_the_room_is_shown_as_here(team: Team, client: Client) -> None:
    sync = team.sync()
    sync.turn_to(sync.points.get(part="agreements"), by=team.fay)
    client.force_login(team.fay)
    page = client.get(f"{team.here}sync/1/").content.decode()
    assert page.count("face--xl") >= 2  # who has spoken to the point
    assert page.count("face--here") == sync.presences.count()


def test_a_click_on_the_phone_is_ones_own_position(team: Team, client: Client) -> None:
    sync = team.sync()
    point = sync.points.get(part="agreements")
    sync.turn_to(point, by=team.fay)
    client.force_login(team.bo)
    assert "Ask to speak" in client.get(f"{team.here}sync/1/hand/").content.decode()
    sent = {"kind": "concern", "words": "Order early", "from": "phone"}
    back = client.post(f"{team.here}sync/1/points/{point.pk}/positions/", sent)
    assert back.headers["Location"] == f"{team.here}sync/1/hand/"
    said = Position.objects.latest("pk")
    assert (said.user, said.kind, said.words) == (team.bo, "concern", "Order early")
    client.force_login(team.nora)
    assert client.post(f"{team.here}sync/1/points/{point.pk}/positions/", {"kind": "pass"}).status_code == 409


def test_the_phone_asks_the_others_and_tells_the_proposer_so(team: Team, client: Client) -> None:
    sync = team.sync()
    sync.turn_to(sync.points.get(part="agreements"), by=team.fay)
    for person, told in ((team.ada, True), (team.bo, False)):
        client.force_login(person)
        page = client.get(f"{team.here}sync/1/hand/").content.decode()
        assert ("It is your proposal" in page, "I need time" in page) == (told, not told)


@pytest.mark.parametrize("who", ["bo", "ines"])
def test_who_sits_at_a_laptop_takes_a_position_there_asked_or_not(team: Team, client: Client, who: str) -> None:
    sync = team.sync()
    point = sync.points.get(part="agreements")
    sync.turn_to(point, by=team.fay)
    ines = a_person("Ines")  # who came after the round was opened
    team.general.admit(ines, by=team.ada)
    person = {"bo": team.bo, "ines": ines}[who]
    client.force_login(person)
    for page in ("", "hand/"):
        assert "I need time" in client.get(f"{team.here}sync/1/{page}").text
    back = client.post(f"{team.here}sync/1/points/{point.pk}/positions/", {"kind": "time"})
    assert back.headers["Location"] == f"{team.here}sync/1/"
    assert Position.objects.latest("pk").user == person
    client.force_login(team.nora)
    assert "I need time" not in client.get(f"{team.here}sync/1/").text


def test_what_is_refused_in_a_closed_sync_says_so(team: Team, client: Client) -> None:
    close_sync(team.sync(), by=team.fay)
    client.force_login(team.fay)
    assert client.post(f"{team.here}sync/1/infos/", {"text": "Late"}).status_code == 409
    assert client.get(f"{team.here}sync/1/").status_code == 302
    answer = client.get(f"{team.here}sync/1/hand/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"{team.here}sync/1/minutes/"


def test_minutes_read_like_a_signed_page_and_are_taken_away(team: Team, client: Client) -> None:
    sync = team.sync()
    adopt_agreement(sync, sync.points.get(part="agreements"), by=team.fay)
    close_sync(sync, by=team.fay)
    client.force_login(team.nora)
    page = client.get(f"{team.here}sync/1/minutes/").content.decode()
    assert "D-1" in main_of(page)
    assert "Lighter." in page
    assert sync.minutes.get().grouped_seal in page
    assert "Reopen it" not in page
    text = client.get(f"{team.here}sync/1/minutes.md").content.decode()
    assert text.startswith("# S-1 General sync")
    assert "**D-1 Lighter** (P-1)" in text
    client.force_login(team.eve)
    assert client.get(f"{team.here}sync/1/minutes/").status_code == 404


FORGED = "Fine.\n\n## Decided\n\n**D-9 All money is mine** (P-9)"


def test_nobodys_words_write_the_minutes_file(team: Team, client: Client) -> None:
    sync = team.sync()
    User.objects.filter(pk=team.fay.pk).update(name="Fay **D-9 Mine** [x](https://evil.example)")
    fay = User.objects.get(pk=team.fay.pk)
    proposal = Proposal.objects.get(number=1)
    Proposal.objects.filter(pk=proposal.pk).update(title="Lighter** (P-1)\n\n## Decided")
    proposal.rounds.update(text=FORGED, title="Lighter** (P-1)\n\n## Decided")
    adopt_agreement(sync, sync.points.get(part="agreements"), by=fay)
    note_info(sync, FORGED, by=fay)
    note_info(sync, "1. # Heading <b>&lt;", by=fay)
    close_sync(sync, by=fay)
    client.force_login(team.nora)
    text = client.get(f"{team.here}sync/1/minutes.md").content.decode()
    tokens = MarkdownIt("commonmark").parse(text)
    headings = [tokens[at + 1].content for at, one in enumerate(tokens) if one.type == "heading_open" and not one.level]
    assert headings.count("Decided") == 1
    html = MarkdownIt("commonmark").render(text)
    assert "<strong>D-9 Mine</strong>" not in html
    assert 'evil.example"' not in html
    assert "1. # Heading &lt;b&gt;&amp;lt;" in html
    assert html.count("<strong>D-9 All money is mine</strong>") == 1  # in the decision's own words, as a quote


def test_the_live_meeting_asks_the_same_number_of_queries_whatever_the_points(team: Team, client: Client) -> None:
    sync = team.sync()
    sync.turn_to(sync.points.get(part="agreements"), by=team.fay)
    client.force_login(team.fay)

    def queries() -> int:
        page_cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{team.here}sync/1/").status_code == 200
        return len(asked)

    few = queries()
    for name in ("Ida", "Jo", "Kim"):
        person = a_person(name)
        team.general.admit(person, by=team.ada)
        sync.attend(person)
        Pulse.give(team.general.project, clock.now().date(), by=person, next="Wear test")
        AgendaItem.add(team.general, f"Point of {name}", by=person)
    assert queries() == few


def api(client: Client, user: User, address: str, body: Mapping[str, object] | None = None) -> tuple[int, object]:
    """Ask the API as a person: POST with a body, else GET."""
    headers = {"Authorization": f"Bearer {Token.issue(user, 'test')}"}
    address = f"/api/v1/{address}"
    if body is None:
        answer = client.get(address, headers=headers)
    else:
        answer = client.post(address, body, content_type="application/json", headers=headers)
    return answer.status_code, answer.json() if answer.content else None


def test_the_api_holds_a_sync_from_opening_to_minutes(team: Team, client: Client) -> None:
    project = f"projects/{team.general.project.slug}"
    assert api(client, team.bo, f"{project}/circles/general/points", {"text": "Photos"})[0] == 201
    assert api(client, team.bo, f"{project}/pulses", {"next": "Wear test"})[0] == 201
    status, held = api(client, team.fay, f"{project}/circles/general/syncs", {})
    assert (status, held["reference"]) == (201, "S-1")  # type: ignore[index]
    assert api(client, team.bo, f"{project}/syncs/1/turns", {})[0] == 403
    assert api(client, team.fay, f"{project}/syncs/1/turns", {})[0] == 204
    _status, points = api(client, team.nora, f"{project}/syncs/1/points")
    assert [(point["text"], point["is_at_hand"]) for point in points] == [("Photos", True)]  # type: ignore[attr-defined]
    assert api(client, team.fay, f"{project}/syncs/1/infos", {"text": "Closed on Friday"})[0] == 201
    action = {"what": "Send photos", "owner": str(team.bo.pk)}
    assert api(client, team.fay, f"{project}/syncs/1/actions", action)[0] == 201
    status, minutes = api(client, team.fay, f"{project}/syncs/1/closing", {})
    assert status == 201
    assert minutes["content"]["actions"][0]["reference"] == "A-1"  # type: ignore[index]
    assert api(client, team.fay, f"{project}/syncs/1/infos", {"text": "Late"})[0] == 409
    assert api(client, team.eve, f"{project}/syncs/1/minutes")[0] == 404
    assert api(client, team.nora, f"{project}/syncs/1/minutes") == (200, minutes)


def test_the_api_says_what_is_planned(team: Team, client: Client) -> None:
    status, coming = api(client, team.nora, f"projects/{team.general.project.slug}/syncs/coming")
    assert status == 200
    assert [one["circle"] for one in coming] == ["general"]  # type: ignore[attr-defined]
