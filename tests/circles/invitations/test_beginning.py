"""A project's first day: circles from a template, and many people invited at once."""

from decimal import Decimal

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.circles.workflows.project_setup import create_project
from circles.invitations.models import Invitation
from circles.invitations.workflows.invite_people import invite_people
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.caches import page_cache
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.markup import main_of
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
LIST = 'Bo Nguyen <bo@ronde.example>, "Fay" <FAY@ronde.example>;\nines@ronde.example bo@ronde.example'


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier", email="ada@ronde.example")


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


def invite(user: User, project: Project, addresses: str, circle: str = "general", role: str = "") -> str:
    """Send the form; return the page that comes of it."""
    given = {"addresses": addresses, "circle": circle, "role": role}
    return at_browser(user).post(f"/p/{project.slug}/people/inviting/", given).text


def joins(email: str, link: str) -> User:
    """Make a person with this address, who accepts the invitation of a link."""
    person = a_person(email.partition("@")[0].title(), email=email)
    Invitation.objects.by_secret(link.rstrip("/").rpartition("/")[2]).get().accept(by=person)
    return person


@pytest.mark.both_databases
def test_circles_are_opened_for_the_trades_that_are_ticked_and_once(ada: User, project: Project) -> None:
    browser, address = at_browser(ada), f"/p/{project.slug}/first-circles/"
    assert "Certification" in browser.get(address).text
    browser.post(address, {"trades": ["design", "supply-chain"]})
    opened = Circle.objects.in_project(project).exclude(parent=None).order_by("pk")
    assert [(one.name, one.parent) for one in opened] == [
        ("Design", project.circles.general()),
        ("Supply chain", project.circles.general()),
    ]
    assert all(one.purpose and list(one.people_in("pilot")) == [ada] for one in opened)
    assert browser.post(address, {"trades": ["design"]}).status_code == 422, "it is no more to be had"
    assert browser.post(address, {"csrfmiddlewaretoken": "x"}).status_code == 422


def test_first_circles_are_named_in_the_language_of_the_project(ada: User) -> None:
    project = create_project("Pompe", by=ada, language="fr")
    at_browser(ada).post(f"/p/{project.slug}/first-circles/", {"trades": ["sales"]})
    assert project.circles.exclude(parent=None).get().name == "Ventes"


def test_first_circles_are_for_who_has_a_voice_in_the_general_circle(ada: User, project: Project) -> None:
    design = a_circle(a_person("Ines"), inside=project.circles.general())
    bo = a_person("Bo")
    design.admit(bo, by=ada)
    address = f"/p/{project.slug}/first-circles/"
    assert at_browser(bo).get(address).status_code == 403
    assert at_browser(a_person("Eve")).get(address).status_code == 404


def test_many_addresses_are_found_in_whatever_stands_around_them(ada: User, project: Project) -> None:
    shown = invite(ada, project, LIST)
    sent = Invitation.objects.order_by("pk")
    assert [one.email for one in sent] == ["bo@ronde.example", "fay@ronde.example", "ines@ronde.example"]
    assert shown.count("data-copies=") == 3


def test_who_is_there_already_keeps_nobody_else_out(ada: User, project: Project) -> None:
    shown = invite(ada, project, "ada@ronde.example bo@ronde.example")
    assert "Someone with this address is already in this circle." in shown
    assert [one.email for one in Invitation.objects.all()] == ["bo@ronde.example"]


@pytest.mark.parametrize("addresses", ["", "nobody", "bo@", " ".join(f"p{n}@ronde.example" for n in range(51))])
def test_what_holds_no_address_or_too_many_invites_nobody(ada: User, project: Project, addresses: str) -> None:
    given = {"addresses": addresses, "circle": "general"}
    assert at_browser(ada).post(f"/p/{project.slug}/people/inviting/", given).status_code == 422
    assert not Invitation.objects.exists()


def test_people_have_the_role_they_were_invited_to_when_they_join(ada: User, project: Project) -> None:
    design = a_circle(ada, inside=project.circles.general(), name="Design")
    [bo] = invite_people(design, ["bo@ronde.example"], by=ada, role="pilot")
    person = joins(bo.email, bo.link)
    assert person in design.people_in("pilot")
    assert person not in project.circles.general().people_in("pilot")


def test_a_role_goes_with_who_gave_it(ada: User, project: Project) -> None:
    fay = a_person("Fay")
    project.circles.general().admit(fay, by=ada, roles=["pilot"])
    [bo] = invite_people(project.circles.general(), ["bo@ronde.example"], by=fay, role="facilitator")
    project.circles.general().memberships.get(user=fay).end(by=ada)
    with pytest.raises(Refused, match="no longer works"):
        joins(bo.email, bo.link)


def test_an_invitation_that_is_sent_again_keeps_its_role(ada: User, project: Project) -> None:
    invite_people(project.circles.general(), ["bo@ronde.example"], by=ada, role="secretary")
    link = Invitation.objects.get().send_again(by=ada)
    assert joins("bo@ronde.example", link) in project.circles.general().people_in("secretary")


def test_a_delegate_is_chosen_and_not_invited(ada: User, project: Project) -> None:
    with pytest.raises(Refused, match="cannot give this role"):
        Invitation.send(project.circles.general(), "bo@ronde.example", by=ada, role="delegate")


def test_nobody_invites_to_a_role_that_they_may_not_give(ada: User, project: Project) -> None:
    bo = a_person("Bo")
    project.circles.general().admit(bo, by=ada)
    assert "give this role in this circle" in invite(bo, project, "ines@ronde.example", role="facilitator")
    body, address = (
        {"email": "ines@ronde.example", "role": "pilot"},
        f"/api/v1/projects/{project.slug}/circles/general/",
    )
    program = Client(headers=by_token(bo))
    assert program.post(f"{address}invitations", body, content_type="application/json").status_code == 403
    assert not Invitation.objects.exists()


def test_nobody_invites_into_a_circle_in_which_they_have_no_voice(ada: User, project: Project) -> None:
    design, power = (a_circle(ada, inside=project.circles.general(), name=name) for name in ("Design", "Power"))
    bo = a_person("Bo")
    design.admit(bo, by=ada)
    given = {"addresses": "ines@ronde.example", "circle": power.key}
    assert at_browser(bo).post(f"/p/{project.slug}/people/inviting/", given).status_code == 422
    assert not Invitation.objects.exists()


def test_a_program_invites_to_a_role(ada: User, project: Project) -> None:
    body, address = {"email": "bo@ronde.example", "role": "pilot"}, f"/api/v1/projects/{project.slug}/circles/general/"
    answer = Client(headers=by_token(ada)).post(f"{address}invitations", body, content_type="application/json")
    assert joins("bo@ronde.example", answer.json()["link"]) in project.circles.general().people_in("pilot")


def test_after_a_hundred_in_the_hour_the_others_are_told_to_wait(ada: User, project: Project) -> None:
    page_cache.set(f"pace:invitation:{ada.pk}", 99, 60)
    shown = invite(ada, project, "bo@ronde.example fay@ronde.example")
    assert Invitation.objects.count() == 1
    assert "wait an hour" in shown


def test_who_makes_a_project_is_not_led_through_an_empty_one(ada: User) -> None:
    days = ["0", "1", "2"]
    given = {"name": "Pump", "language": "en", "time_zone": "Europe/Paris", "currency": "EUR", "working_days": days}
    answer = at_browser(ada).post("/projects/new/", given, follow=True)
    assert User.objects.get(pk=ada.pk).tour_ended_at is not None
    assert "Take the tour" in answer.text
    assert Project.objects.get(name="Pump").budget in (None, Decimal(0))


def test_a_circle_inside_without_money_has_no_budget_in_words(fay: User) -> None:
    poor = a_project(fay, budget=None).circles.general()
    a_circle(inside=poor, name="Seals")
    page = main_of(at_browser(fay).get(f"/p/{poor.project.slug}/circles/general/money/").text)
    assert "Seals" in page
    assert "no budget" in page.split("money__rest")[1].split("</span>")[0]
