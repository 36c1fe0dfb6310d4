"""How much of their week people have for circles, and what a circle works with."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from circles.circles.models import Circle, Equipment
from circles.projects.models import Project
from circles.restructuring.changes import Closing, Split
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(fay: User) -> Project:
    return a_project(fay)


@pytest.fixture
def design(project: Project, ada: User, bo: User) -> Circle:
    """Design, which ada pilots; bo is in it."""
    design = a_circle(bo, inside=project.circles.general(), name="Design")
    design.admit(ada, by=ada, roles=["pilot"])
    return Circle.objects.select_related("project", "parent").get(pk=design.pk)


def has_time(circle: Circle, user: User, share: int | None) -> None:
    circle.memberships.current().get(user=user).give_time(share, by=user)


@pytest.mark.both_databases
def test_more_than_a_week_in_all_is_shown_and_not_refused(
    project: Project, design: Circle, ada: User, bo: User
) -> None:
    field = a_circle(bo, inside=project.circles.general(), name="Field")
    has_time(design, bo, 80)
    assert "80% of the week" in at_browser(ada).get(design.get_absolute_url()).content.decode()
    has_time(field, bo, 40)
    assert "80% of the week here, 120% in all" in at_browser(ada).get(design.get_absolute_url()).content.decode()
    assert "120% of a week in all" in at_browser(ada).get(f"/p/{project.slug}/people/").content.decode()

    field.memberships.get(user=bo).end(by=bo)
    assert "in all" not in at_browser(ada).get(design.get_absolute_url()).content.decode()


def test_a_week_is_counted_per_project(design: Circle, ada: User, bo: User, fay: User) -> None:
    elsewhere = a_circle(bo, inside=a_project(fay).circles.general())
    has_time(elsewhere, bo, 90)
    has_time(design, bo, 60)
    assert "in all" not in at_browser(ada).get(design.get_absolute_url()).content.decode()


@pytest.mark.parametrize("share", [0, 101, -5])
def test_a_share_is_a_part_of_a_week(design: Circle, bo: User, share: int) -> None:
    with pytest.raises(Refused, match="between 1 and 100"):
        has_time(design, bo, share)
    address = f"/api/v1/projects/{design.project.slug}/circles/design/members/{bo.pk}/time"
    sent = {"share": share}
    assert Client().post(address, sent, content_type="application/json", headers=by_token(bo)).status_code == 422
    seat = design.memberships.get(user=bo)
    seat.share = abs(share) if share == 101 else 0
    with pytest.raises(IntegrityError), transaction.atomic():
        seat.save()


def test_a_share_is_said_on_the_page_and_taken_back(design: Circle, ada: User, bo: User) -> None:
    seat = design.memberships.get(user=bo)
    address = f"/p/{design.project.slug}/circles/design/members/{seat.pk}/time/"
    assert at_browser(bo).post(address, {"share": "50"}).status_code == 302
    assert at_browser(ada).post(address, {"share": "90"}).status_code == 403
    assert at_browser(bo).post(address, {"share": ""}).status_code == 302
    seat.refresh_from_db()
    assert seat.share is None
    told = Entry.objects.filter(event="membership.time_share_set").order_by("seq")
    assert [one.facts["percent"] for one in told] == [50, None]


def test_equipment_is_listed_changed_and_taken_off(design: Circle, ada: User, bo: User) -> None:
    browser, address = at_browser(ada), f"/p/{design.project.slug}/circles/design/equipment/"
    assert "No equipment yet" in browser.get(design.get_absolute_url()).content.decode()
    sent = {"name": "Test bench", "note": "Cellar, key at the desk", "keeper": str(bo.pk)}
    assert browser.post(address, sent).status_code == 302
    page = browser.get(design.get_absolute_url()).content.decode()
    assert "Cellar, key at the desk" in page
    bench = design.equipment.get()
    assert (bench.keeper, bench.listed_at.tzinfo is not None) == (bo, True)

    assert browser.post(f"{address}{bench.pk}/", {"name": "Bench"}).status_code == 302
    bench.refresh_from_db()
    assert (bench.name, bench.note, bench.keeper) == ("Bench", "", None)
    assert browser.post(f"{address}{bench.pk}/ending/").status_code == 302
    assert browser.get(f"{address}{bench.pk}/").status_code == 404
    with pytest.raises(Refused, match="removed from the list"):
        bench.say_anew("Bench", by=ada)
    assert list(Entry.breaks_of(design.project.pk)) == []


def test_who_looks_after_equipment_is_in_the_project(design: Circle, ada: User) -> None:
    stranger = a_person("Zoe Far")
    with pytest.raises(Refused, match="Zoe Far is not in this project"):
        Equipment.put_on_list(design, "Bench", keeper=stranger, by=ada)
    address = f"/api/v1/projects/{design.project.slug}/circles/design/equipment"
    sent = {"name": "Bench", "keeper": str(stranger.pk)}
    assert Client().post(address, sent, content_type="application/json", headers=by_token(ada)).status_code == 404
    assert at_browser(ada).post(f"/p/{design.project.slug}/circles/design/equipment/", sent).status_code == 422


def test_equipment_goes_where_its_circle_goes(project: Project, design: Circle, ada: User, bo: User) -> None:
    vice = Equipment.put_on_list(design, "Vice", by=ada)
    Equipment.put_on_list(design, "Oven", by=ada)
    split = Split(design, "Body", people=[bo], things=[f"EQ-{vice.pk}"])
    assert "1 piece of equipment goes to Body." in list(split.preview())
    body = split.apply(by=ada)
    assert [thing.name for thing in body.equipment.listed()] == ["Vice"]

    Closing(design, "done").apply(by=ada)
    assert [thing.name for thing in project.circles.general().equipment.listed()] == ["Oven"]
    with pytest.raises(Refused, match="closed"):
        Equipment.put_on_list(design, "Bench", by=ada)


def test_the_api_tells_roles_terms_shares_and_equipment(design: Circle, ada: User, bo: User) -> None:
    seat = design.memberships.get(user=bo)
    has_time(design, bo, 30)
    address, headers = f"/api/v1/projects/{design.project.slug}/circles/design", by_token(ada)

    def sends(rest: str, body: dict[str, object]) -> int:
        return Client().post(f"{address}/{rest}", body, content_type="application/json", headers=headers).status_code

    words: dict[str, object] = {"purpose": "Order", "accountabilities": "Sweeps\nOrders"}
    assert sends(f"members/{bo.pk}/roles", {"role": "gardener", "ends_on": "2099-03-03", **words}) == 201
    assert sends(f"members/{bo.pk}/roles/term", {"role": "gardener", "ends_on": "2099-04-04"}) == 200
    assert sends(f"members/{bo.pk}/roles/words", {"role": "gardener", "accountabilities": "Sweeps"}) == 200
    assert sends(f"members/{bo.pk}/roles/term", {"role": "secretary", "ends_on": None}) == 409
    assert sends("equipment", {"name": "Bench", "keeper": str(bo.pk)}) == 201

    told = Client().get(f"{address}/seats", headers=headers).json()
    found = next(one for one in told if one["person"] == str(bo.pk))
    held = found["roles"][0]
    assert (found["share"], found["whole_week"]) == (30, 30)
    assert (held["role"], held["purpose"], held["accountabilities"]) == ("gardener", "", ["Sweeps"])
    assert (held["ends_on"], seat.roles.get().kind) == ("2099-04-04", "own")
    listed = Client().get(f"{address}/equipment", headers=headers).json()
    assert [(one["name"], one["keeper"]) for one in listed] == [("Bench", str(bo.pk))]
    anew = Client().put(
        f"{address}/equipment/{listed[0]['id']}", {"name": "Oven"}, content_type="application/json", headers=headers
    )
    assert (anew.status_code, anew.json()["name"]) == (200, "Oven")
    assert sends(f"equipment/{listed[0]['id']}/ending", {}) == 204
    assert Client().get(f"{address}/equipment", headers=headers).json() == []
