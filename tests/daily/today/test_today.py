"""Today: what waits for a person, and what it costs to say so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from circles.circles.models import Circle, Fundamental
from daily.syncs.models import AgendaItem
from decisions.actions.models import Action
from decisions.decisions.models import Position
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.caches import page_cache
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round, an_element, valid_objection_tests
from tests.support.queries import MOST

pytestmark = pytest.mark.django_db


def today_of(user: User, circle: Circle, client: Client) -> str:
    """Read Today as a person sees it."""
    client.force_login(user)
    response = client.get(f"/p/{circle.project.slug}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.both_databases
def test_a_position_that_is_due_is_on_today_with_its_buttons(client: Client) -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    circle = a_circle(ada, bo)
    a_round(circle=circle, by=ada, title="Change the seal")
    page = today_of(bo, circle, client)
    assert "Change the seal" in page
    assert "One position is waiting for you" in page
    assert "Change the seal" not in today_of(ada, circle, client)


def test_a_position_taken_on_today_returns_to_today(client: Client) -> None:
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    circle = a_circle(ada, bo, fay)
    round_ = a_round(circle=circle, by=ada)
    client.force_login(bo)
    here = f"/p/{circle.project.slug}/"
    answer = client.post(f"{here}proposals/1/rounds/1/positions/", {"kind": "no_objection", "back": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    assert Position.objects.get(round=round_).user == bo
    page = client.get(here).content.decode()
    assert "You’re up to date." in page
    assert 'value="no_objection" aria-pressed="true"' in page


def test_a_changed_text_asks_again(client: Client) -> None:
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    circle = a_circle(ada, bo, fay)
    round_ = a_round(circle=circle, by=ada)
    take_position(round_, "no_objection", by=bo)
    revise(round_.proposal, by=ada, text="We change the seal and the screw.")
    page = today_of(bo, circle, client)
    assert "the text changed after you responded" in page
    assert "One position is waiting for you" in page


def test_an_objection_waits_for_the_proposer(client: Client) -> None:
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    circle = a_circle(ada, bo, fay)
    element = an_element(circle.project)
    take_position(a_round(circle=circle, by=ada), "objection", by=bo, objection_tests=valid_objection_tests(element))
    assert "Valid objection by Bo" in today_of(ada, circle, client)
    assert "Valid objection by Bo" not in today_of(fay, circle, client)


def test_an_action_is_completed_on_today_with_a_sentence(client: Client) -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    circle = a_circle(ada, bo)
    action = Action.make(circle, "Measure the seal", by=ada, owner=bo, due_on=clock.now().date() - timedelta(days=2))
    page = today_of(bo, circle, client)
    assert "Measure the seal" in page
    assert f'id="action-{action.number}"' in page
    assert "One of your actions is overdue." in page
    here = f"/p/{circle.project.slug}/"
    client.post(f"{action.get_absolute_url()}completion/", {"how": "0.1 ml an hour", "back": here})
    assert f'id="action-{action.number}"' not in client.get(here).content.decode()


def test_today_shows_events_by_others_in_my_circles(client: Client) -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    circle = a_circle(ada, bo)
    elsewhere = a_circle(ada, inside=circle.project.circles.general())
    a_round(circle=circle, by=ada, title="Change the seal")
    a_round(circle=elsewhere, by=ada, title="Blue enclosure")
    page = today_of(bo, circle, client)
    assert "Since yesterday" in page
    assert "Blue enclosure" not in page
    assert "Change the seal" not in today_of(ada, circle, client)


def test_a_recent_change_links_only_to_existing_pages(client: Client) -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    circle = a_circle(ada, bo)
    element = Fundamental.declare(circle, "Nobody gets hurt", by=ada)
    page = today_of(bo, circle, client)
    assert element.statement in page
    assert f"/go/{element.reference}/" not in page


def test_a_fresh_project_says_what_to_do_next(client: Client) -> None:
    ada = a_person("Ada")
    project = a_project(ada)
    page = today_of(ada, project.circles.general(), client)
    assert "Open the first circles" in page
    assert "Write the first proposal" in page
    assert f"/p/{project.slug}/proposals/new/?circle=general" in page, "where everyone is"


def test_the_first_steps_stay_until_they_are_done_whatever_waits(client: Client) -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    general = a_project(ada).circles.general()
    general.admit(bo, by=ada)
    a_round(circle=general, by=bo)
    page = today_of(ada, general, client)
    assert "One position is waiting for you" in page
    assert "Say what you are making" in page
    assert f"/p/{general.project.slug}/people/inviting/" in page
    assert "Say what you are making" not in today_of(bo, general, client), "the pilot’s"
    general.rename(name=general.name, purpose="A pump.", by=ada)
    an_element(general.project)
    general.open_circle("Design", by=ada)
    assert "What to do next" not in today_of(ada, general, client)


def test_the_first_steps_stay_when_the_first_circles_are_open(client: Client) -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    general = a_project(ada, purpose="A pump.").circles.general()
    general.open_circle("Design", by=ada)
    general.admit(bo, by=ada)
    Action.make(general, "Measure", by=bo, owner=ada)
    page = today_of(ada, general, client)
    assert "Measure" in page
    assert "Write the first proposal" in page


@pytest.mark.parametrize(
    ("one", "several", "name", "french"),
    [
        ("one open round", "%(rounds)s open rounds", "rounds", "0 tour ouvert"),
        ("one open", "%(number)s open", "number", "0 en cours"),
        ("one unread", "%(unread)s unread", "unread", "0 non lu"),
    ],
)
def test_what_is_answered_is_not_counted_as_one_in_french(one: str, several: str, name: str, french: str) -> None:
    with translation.override("fr"):
        assert translation.ngettext(one, several, 0) % {name: 0} == french


def test_an_outsider_finds_no_today(client: Client) -> None:
    circle = a_circle(a_person("Ada"))
    client.force_login(a_person("Eve"))
    assert client.get(f"/p/{circle.project.slug}/").status_code == 404


def test_today_makes_a_fixed_number_of_queries(client: Client) -> None:
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    circle = a_circle(ada, bo, fay)
    element = an_element(circle.project)

    def fill() -> None:
        a_round(circle=circle, by=ada)
        take_position(
            a_round(circle=circle, by=bo), "objection", by=ada, objection_tests=valid_objection_tests(element)
        )
        at = clock.now() - timedelta(days=12)
        grave = a_proposal(circle=circle, by=ada, reversibility="irreversible", at=at)
        open_round(grave, by=ada, at=at)
        AgendaItem.add(circle.project.circles.general(), "Photos", by=bo)
        Action.make(circle, "Measure", by=ada, owner=bo, due_on=clock.now().date() - timedelta(days=2))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/p/{circle.project.slug}/")
        return len(asked)

    fill()
    page_cache.clear()
    few, few_again = queries(), queries()
    for _time in range(6):
        fill()
    assert (queries(), queries()) == (few, few_again)
    assert few_again <= MOST


def test_an_event_under_for_you_is_not_repeated_below(client: Client) -> None:
    ada, bo, eve = a_person("Ada"), a_person("Bo"), a_person("Eve")
    circle = a_circle(ada, bo, eve)
    told = a_round(circle=circle, by=ada, title="Change the seal").proposal
    Notice.objects.filter(user=bo).delete()
    assert "Change the seal" in today_of(bo, circle, client).split("Since yesterday")[1]
    Notice.objects.create(
        user=bo, project=circle.project.pk, reason="circle", event="proposal.round_opened", by_name="Ada",
        reference=told.reference, title=told.title, address=told.get_absolute_url(), happened_at=clock.now(),
    )  # fmt: skip
    page = today_of(bo, circle, client)
    assert "For you" in page
    assert "Change the seal" not in page.partition("Since yesterday")[2]
