"""Who may change circles does it by page and API alike, after it was said what it does; nobody else by any door."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from audit.models import Head
from circles.changes import Closing, Merger
from circles.models import Circle, Domain, Project
from tests.factories import a_circle, a_person, a_topic
from tests.markup import compact
from tests.support.doors import at_browser, by_token
from tests.support.shared import shared

pytestmark = pytest.mark.django_db

type Door = Callable[[User, Circle, str, dict[str, object]], int]


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
def door(request: pytest.FixtureRequest) -> Door:
    found: Door = request.param
    return found


@shared
def circle(project: Project, ada: User, bo: User) -> Circle:
    """Hydraulics, which bo pilots, with Nora; beside it Field, which bo pilots as well."""
    nora = a_person("Nora Keller")
    hydraulics = a_circle(nora, inside=project.general, name="Hydraulics", money=1_000)
    field = a_circle(inside=project.general, name="Field")
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
def test_its_pilot_closes_and_splits_a_circle(door: Door, circle: Circle, bo: User, kind: str) -> None:
    assert door(bo, circle, kind, given(circle)[kind]) == 200


@pytest.mark.parametrize("kind", ["closing", "split", "move", "merger"])
def test_who_does_not_pilot_all_that_is_touched_has_to_propose_it(
    door: Door, circle: Circle, ada: User, kind: str
) -> None:
    nora = circle.people().get(name="Nora Keller")
    for other in (ada, nora):
        assert door(other, circle, kind, given(circle)[kind]) == 403
    assert door(a_person("Eve Martin"), circle, kind, given(circle)[kind]) == 404
    assert not Circle.objects.get(pk=circle.pk).is_closed


@pytest.mark.parametrize("kind", ["move", "merger"])
def test_bo_who_pilots_both_but_not_the_one_around_them_proposes_it(
    door: Door, circle: Circle, bo: User, project: Project, kind: str
) -> None:
    assert door(bo, circle, kind, given(circle)[kind]) == 403
    project.general.admit(bo, by=bo, roles=["pilot"])
    assert door(bo, circle, kind, given(circle)[kind]) == 200


def test_a_circle_with_people_in_one_inside_it_is_closed_by_who_pilots_both_or_proposed(
    door: Door, circle: Circle, bo: User, project: Project
) -> None:
    seals = a_circle(inside=circle, name="Seals")
    with transaction.atomic():
        assert door(bo, circle, "closing", {"why": "done"}) == 200, "nobody is in Seals"
        transaction.set_rollback(True)
    sol = a_person("Sol Vega")
    seals.admit(sol, by=bo, roles=["pilot"])
    assert door(bo, circle, "closing", {"why": "done"}) == 403
    assert seals in Closing(circle).affects()
    assert seals in Merger(circle, project.circles.get(key="field")).affects()

    seals.admit(bo, by=bo, roles=["pilot"])
    assert door(bo, circle, "closing", {"why": "done"}) == 200
    assert sol.notices.filter(verb="closed the circle").exists()


def test_who_comes_into_a_circle_inside_a_moment_before_the_lock_counts(
    door: Door, circle: Circle, bo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seals = a_circle(inside=circle, name="Seals")
    lock, coming = Head.lock, [circle.people().get(name="Nora Keller")]

    def lock_late(record: UUID) -> Head:
        """Let somebody in while the other request waits for the lock."""
        if coming:
            seals.admit(coming.pop(), by=bo)
        return lock(record)

    monkeypatch.setattr(Head, "lock", lock_late)
    assert door(bo, circle, "closing", {"why": "done"}) == 403
    assert not coming
    assert not Circle.objects.get(pk=circle.pk).is_closed


def test_whoever_may_open_a_circle_there_opens_it_again(door: Door, circle: Circle, ada: User, bo: User) -> None:
    assert door(ada, circle, "reopening", {}) == 409
    assert door(bo, circle, "closing", {"why": "done"}) == 200
    assert door(ada, circle, "reopening", {}) == 200


def test_a_circle_that_everybody_left_is_closed_by_who_leads_the_one_around(
    door: Door, circle: Circle, ada: User
) -> None:
    for membership in circle.memberships.current():
        membership.end(by=membership.user)
    assert door(ada, circle, "closing", {"why": "nobody is left"}) == 200


def test_the_page_says_first_what_will_happen(circle: Circle, ada: User, bo: User) -> None:
    page = compact(at_browser(bo).get(f"/p/{circle.project.slug}/circles/hydraulics/changes/closing/").text)
    assert "€1,000 go back to General" in page
    assert 'type="submit">Close Hydraulics' in page
    page = compact(at_browser(ada).get(f"/p/{circle.project.slug}/circles/hydraulics/changes/closing/").text)
    assert "so it is proposed" in page
    assert 'type="submit">Close Hydraulics' not in page
    assert not Circle.objects.get(pk=circle.pk).is_closed


def test_what_will_happen_follows_what_is_typed(circle: Circle, bo: User) -> None:
    field = circle.project.circles.get(key="field")
    page = f"/p/{circle.project.slug}/circles/hydraulics/changes/move/"
    assert "what will happen is said here" in at_browser(bo).get(page).content.decode()
    assert "come along" in at_browser(bo).get(f"{page}?to={field.pk}").content.decode()


def test_the_api_can_only_say(circle: Circle, ada: User) -> None:
    address = f"/api/v1/projects/{circle.project.slug}/circles/hydraulics/changes/closing"
    body = {"why": "done", "only_say": True}
    answer = Client().post(address, body, content_type="application/json", headers=by_token(ada)).json()
    assert answer["done"] is False
    assert "HYD-IN goes to General." in answer["said"]
    assert not Circle.objects.get(pk=circle.pk).is_closed


def test_a_split_that_says_nothing_is_asked_again(circle: Circle, bo: User) -> None:
    answer = at_browser(bo).post(f"/p/{circle.project.slug}/circles/hydraulics/changes/split/", {"name": ""})
    assert answer.status_code == 422
    assert b"This field is required" in answer.content


def test_whoever_reads_a_closed_circle_finds_how_it_is_opened_again(circle: Circle, ada: User, bo: User) -> None:
    page = f"/p/{circle.project.slug}/circles/{circle.key}/"
    way = f"{page}changes/reopening/"
    assert way not in at_browser(ada).get(page).content.decode()
    Closing(circle, "done").carry_out(by=bo)
    shown = {user: at_browser(user).get(page).content.decode() for user in (ada, bo)}
    assert [way in shown[user] for user in (ada, bo)] == [True, True]
    assert "Nobody is in it any more." in shown[ada]
    assert "We decide alone" not in shown[ada], "a closed circle decides nothing"


def test_a_press_on_a_domain_says_which_and_where_it_goes(circle: Circle, bo: User, project: Project) -> None:
    domain = circle.domains.get(key="HYD-IN")
    page = at_browser(bo).get(
        f"/p/{project.slug}/circles/{circle.key}/changes/handover/?domain={domain.pk}&to={circle.parent_id}"
    )
    assert ">Hand HYD-IN to General</button>" in page.content.decode()


def test_a_domain_that_is_shared_with_a_circle_stands_alone_in_its_scope(
    circle: Circle, bo: User, project: Project
) -> None:
    other = project.circles.get(key="field")
    page = f"/p/{project.slug}/circles/{other.key}/"
    assert "None named yet" in at_browser(bo).get(page).content.decode()
    circle.domains.get(key="HYD-IN").share(other, by=bo)
    shown = at_browser(bo).get(page).content.decode()
    assert "of Hydraulics, which shares it with us" in shown
    assert "None named yet" not in shown


def test_in_a_closed_circle_nothing_is_offered_that_would_be_refused(circle: Circle, bo: User) -> None:
    a_topic(circle, by=bo, name="The seal").say("It weeps at 3 bar.", by=bo)
    page = f"/p/{circle.project.slug}/circles/{circle.key}/"
    offered = ["data-composer", f"actions/new/?circle={circle.key}", f"documents/new?circle={circle.key}"]
    open_page = at_browser(bo).get(page).content.decode()
    assert [words in open_page for words in offered] == [True, True, True]
    Closing(circle, "done").carry_out(by=bo)
    shown = at_browser(bo).get(page).content.decode()
    assert [words in shown for words in offered] == [False, False, False]
    assert "It weeps at 3 bar." in shown
