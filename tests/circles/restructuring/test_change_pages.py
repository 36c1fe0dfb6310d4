"""Who may apply a change does so by page and API alike, after its preview; nobody else can."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle, Domain
from circles.projects.models import Project
from circles.restructuring.changes import Closing, Merger
from foundation.accounts.models import User
from foundation.audit.models import Head
from tests.factories import a_circle, a_person, a_topic
from tests.markup import compact
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

type EntryPoint = Callable[[User, Circle, str, dict[str, object]], int]


def by_page(user: User, circle: Circle, kind: str, given: dict[str, object]) -> int:
    pks = {"to", "into"} & set(given)
    keys = {name: circle.project.circles.get(key=given[name]).pk for name in pks}
    address = f"/p/{circle.project.slug}/circles/{circle.key}/changes/{kind}/"
    status = at_browser(user).post(address, {**given, **keys}).status_code
    return 200 if status == 302 else status


def by_api(user: User, circle: Circle, kind: str, given: dict[str, object]) -> int:
    address = f"/api/v1/projects/{circle.project.slug}/circles/{circle.key}/changes/{kind}"
    headers = by_token(user)
    return Client().post(address, given, content_type="application/json", headers=headers).status_code


@pytest.fixture(params=[by_page, by_api], ids=["page", "api"])
def send(request: pytest.FixtureRequest) -> EntryPoint:
    found: EntryPoint = request.param
    return found


@pytest.fixture
def circle(project: Project, ada: User, bo: User) -> Circle:
    """Hydraulics, which bo pilots, with Nora; beside it Field, which bo pilots as well."""
    nora = a_person("Nora Keller")
    hydraulics = a_circle(nora, inside=project.circles.general(), name="Hydraulics", money=1_000)
    field = a_circle(inside=project.circles.general(), name="Field")
    for one in (hydraulics, field):
        one.admit(bo, by=ada, roles=["pilot"])
    Domain.give(hydraulics, "HYD-IN", "The inlet", by=ada)
    return hydraulics


def given(circle: Circle) -> dict[str, dict[str, object]]:
    nora = circle.people().get(name="Nora Keller")
    return {
        "closing": {"why": "done"},
        "split": {"name": "Inlet", "people": [str(nora.pk)], "domains": ["HYD-IN"], "amount": "10.00"},
        "move": {"to": "field"},
        "merger": {"into": "field"},
    }


@pytest.mark.parametrize("kind", ["closing", "split"])
def test_its_pilot_closes_and_splits_a_circle(send: EntryPoint, circle: Circle, bo: User, kind: str) -> None:
    assert send(bo, circle, kind, given(circle)[kind]) == 200


@pytest.mark.parametrize("kind", ["closing", "split", "move", "merger"])
def test_a_person_who_does_not_pilot_all_that_is_touched_has_to_propose_it(
    send: EntryPoint, circle: Circle, ada: User, kind: str
) -> None:
    nora = circle.people().get(name="Nora Keller")
    for other in (ada, nora):
        assert send(other, circle, kind, given(circle)[kind]) == 403
    assert send(a_person("Eve Martin"), circle, kind, given(circle)[kind]) == 404
    assert not Circle.objects.get(pk=circle.pk).is_closed


@pytest.mark.parametrize("kind", ["move", "merger"])
def test_a_pilot_of_both_circles_but_not_of_the_one_around_has_to_propose_it(
    send: EntryPoint, circle: Circle, bo: User, project: Project, kind: str
) -> None:
    assert send(bo, circle, kind, given(circle)[kind]) == 403
    project.circles.general().admit(bo, by=bo, roles=["pilot"])
    assert send(bo, circle, kind, given(circle)[kind]) == 200


def test_closing_a_circle_needs_the_pilots_of_the_inhabited_circles_inside(
    send: EntryPoint, circle: Circle, bo: User, project: Project
) -> None:
    seals = a_circle(inside=circle, name="Seals")
    with transaction.atomic():
        assert send(bo, circle, "closing", {"why": "done"}) == 200, "nobody is in Seals"
        transaction.set_rollback(True)
    sol = a_person("Sol Vega")
    seals.admit(sol, by=bo, roles=["pilot"])
    assert send(bo, circle, "closing", {"why": "done"}) == 403
    assert seals in Closing(circle).affects()
    assert seals in Merger(circle, project.circles.get(key="field")).affects()

    seals.admit(bo, by=bo, roles=["pilot"])
    assert send(bo, circle, "closing", {"why": "done"}) == 200
    assert sol.notices.filter(event="circle.closed").exists()


def test_rights_are_asked_again_under_the_lock(
    send: EntryPoint, circle: Circle, bo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seals = a_circle(inside=circle, name="Seals")
    lock, coming = Head.lock, [circle.people().get(name="Nora Keller")]

    def lock_late(record: UUID) -> Head:
        """Let a person in while the other request waits for the lock."""
        if coming:
            seals.admit(coming.pop(), by=bo)
        return lock(record)

    monkeypatch.setattr(Head, "lock", lock_late)
    assert send(bo, circle, "closing", {"why": "done"}) == 403
    assert not coming
    assert not Circle.objects.get(pk=circle.pk).is_closed


def test_whoever_may_open_a_circle_there_may_reopen_it(send: EntryPoint, circle: Circle, ada: User, bo: User) -> None:
    assert send(ada, circle, "reopening", {}) == 409
    assert send(bo, circle, "closing", {"why": "done"}) == 200
    assert send(ada, circle, "reopening", {}) == 200


def test_the_pilot_of_the_circle_around_closes_a_circle_that_everybody_left(
    send: EntryPoint, circle: Circle, ada: User
) -> None:
    for membership in circle.memberships.current():
        membership.end(by=membership.user)
    assert send(ada, circle, "closing", {"why": "nobody is left"}) == 200


@pytest.mark.both_databases
def test_the_page_previews_the_change(circle: Circle, ada: User, bo: User) -> None:
    page = at_browser(bo).get(f"/p/{circle.project.slug}/circles/hydraulics/changes/closing/").content.decode()
    assert "€1,000 go back to General" in page
    assert 'type="submit">Close Hydraulics</button>' in compact(page)
    page = at_browser(ada).get(f"/p/{circle.project.slug}/circles/hydraulics/changes/closing/").content.decode()
    assert "so it is proposed" in page
    assert 'type="submit">Close Hydraulics</button>' not in compact(page)
    assert not Circle.objects.get(pk=circle.pk).is_closed


def test_the_preview_follows_what_is_typed(circle: Circle, bo: User) -> None:
    field = circle.project.circles.get(key="field")
    page = f"/p/{circle.project.slug}/circles/hydraulics/changes/move/"
    assert "see what will happen" in at_browser(bo).get(page).content.decode()
    assert "come along" in at_browser(bo).get(f"{page}?to={field.pk}").content.decode()


def test_the_api_can_preview_without_applying(circle: Circle, ada: User) -> None:
    address = f"/api/v1/projects/{circle.project.slug}/circles/hydraulics/changes/closing"
    body = {"why": "done", "only_say": True}
    answer = Client().post(address, body, content_type="application/json", headers=by_token(ada)).json()
    assert answer["done"] is False
    assert "HYD-IN goes to General." in answer["said"]
    assert not Circle.objects.get(pk=circle.pk).is_closed


def test_an_empty_split_form_is_shown_again(circle: Circle, bo: User) -> None:
    answer = at_browser(bo).post(f"/p/{circle.project.slug}/circles/hydraulics/changes/split/", {"name": ""})
    assert answer.status_code == 422
    assert b"This field is required" in answer.content


def test_the_page_of_a_closed_circle_leads_to_reopening_it(circle: Circle, ada: User, bo: User) -> None:
    page = f"/p/{circle.project.slug}/circles/{circle.key}/"
    way = f"{page}changes/reopening/"
    assert way not in at_browser(ada).get(page).content.decode()
    Closing(circle, "done").apply(by=bo)
    shown = {user: at_browser(user).get(page).content.decode() for user in (ada, bo)}
    assert [way in shown[user] for user in (ada, bo)] == [True, True]
    assert "It has no members any more." in shown[ada]
    assert "We decide alone" not in shown[ada], "a closed circle decides nothing"


def test_the_button_says_which_domain_goes_where(circle: Circle, bo: User, project: Project) -> None:
    domain = circle.domains.get(key="HYD-IN")
    page = at_browser(bo).get(
        f"/p/{project.slug}/circles/{circle.key}/changes/handover/?domain={domain.pk}&to={circle.parent_id}"
    )
    assert ">Hand HYD-IN to General</button>" in compact(page.content.decode())


def test_a_shared_domain_is_on_the_page_of_the_circle_that_shares_it(
    circle: Circle, bo: User, project: Project
) -> None:
    other = project.circles.get(key="field")
    page = f"/p/{project.slug}/circles/{other.key}/"
    assert "None named yet" in at_browser(bo).get(page).content.decode()
    circle.domains.get(key="HYD-IN").share(other, by=bo)
    shown = at_browser(bo).get(page).content.decode()
    assert "of Hydraulics, which shares it with us" in shown
    assert "None named yet" not in shown


def test_the_page_of_a_closed_circle_offers_nothing_that_would_be_refused(circle: Circle, bo: User) -> None:
    post_message(a_topic(circle, by=bo, name="The seal"), "It weeps at 3 bar.", by=bo)
    page = f"/p/{circle.project.slug}/circles/{circle.key}/"
    offered = ["data-composer", f"actions/new/?circle={circle.key}", f"documents/new?circle={circle.key}"]
    open_page = at_browser(bo).get(page).content.decode()
    assert [words in open_page for words in offered] == [True, True, True]
    Closing(circle, "done").apply(by=bo)
    shown = at_browser(bo).get(page).content.decode()
    assert [words in shown for words in offered] == [False, False, False]
    assert "It weeps at 3 bar." in shown
