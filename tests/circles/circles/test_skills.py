"""What people can do, who can do something, and what a circle lacks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from across.takeaway.workflows.erasure import erase_person
from circles.circles.models import Circle
from circles.circles.queries.people import needs_of
from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest
from circles.record.timeline import sentences_of
from decisions.decisions.models import Absence
from foundation.accounts.models import User
from foundation.accounts.skills import LONGEST, MOST, text_of
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


def can(user: User, *skills: str) -> User:
    """Let a person say what they can do."""
    user.skills = text_of(skills)
    user.save()
    return user


def needs(circle: Circle, *skills: str) -> list[tuple[str, bool, list[str]]]:
    """Say what a circle needs, and return what is there and who could help."""
    circle.need_skills(skills, by=circle.people()[0])
    circle.refresh_from_db()
    return [(need.skill, need.is_there, [one.name for one in need.helpers]) for need in needs_of(circle)]


@pytest.fixture
def design(ada: User, bo: User, fay: User) -> Circle:
    """Design, of which ada and bo are; fay pilots the project."""
    return a_circle(ada, bo, inside=a_project(fay).circles.general(), name="Design")


@pytest.mark.both_databases
def test_skills_are_kept_once_each_and_trades_by_their_key() -> None:
    assert text_of(["Welding", " welding ", "Chaîne  d’approvisionnement", "CONCEPTION", "Soudure élevée"]) == (
        "design\nsupply-chain\nWelding\nSoudure élevée"
    )


@pytest.mark.parametrize("skills", [["a" * (LONGEST + 1)], [f"Skill {number}" for number in range(MOST + 1)]])
def test_there_is_room_for_so_many_skills(skills: list[str]) -> None:
    with pytest.raises(Refused, match="thirty skills"):
        text_of(skills)
    fits = [skill[:LONGEST] for skill in skills[:MOST]]
    assert text_of(fits).split("\n") == fits


def test_one_says_on_ones_profile_what_one_can_do(ada: User) -> None:
    browser = at_browser(ada)
    sent = {"name": "Ada Mercier", "about": "", "trades": ["sales", "design"], "words": "TIG\nDigital"}
    assert browser.post("/profile/", sent).status_code == 302
    ada.refresh_from_db()
    assert ada.skill_names == ["Design", "Sales", "Digital", "TIG"]
    page = browser.get("/profile/").content.decode()
    assert "TIG</textarea>" in page
    refused = browser.post("/profile/", sent | {"words": "a" * (LONGEST + 1)})
    assert (refused.status_code, "thirty skills" in refused.content.decode()) == (422, True)
    ada.refresh_from_db()
    assert "TIG" in ada.skills


def test_ones_skills_are_changed_by_oneself_only_and_seen_in_ones_projects(
    design: Circle, ada: User, bo: User, eve: User
) -> None:
    program = Client()
    sent = {"skills": ["TIG", "Conception"]}
    answer = program.patch("/api/v1/me", sent, content_type="application/json", headers=by_token(bo))
    assert answer.json()["skills"] == ["design", "TIG"]
    address = f"/p/{design.project.slug}/people/{bo.pk}/"
    assert "TIG" in at_browser(ada).get(address).content.decode()
    assert "Edit your skills" not in at_browser(ada).get(address).content.decode()
    assert "Edit your skills" in at_browser(bo).get(address).content.decode()
    assert at_browser(eve).get(address).status_code == 404
    by_program = f"/api/v1/projects/{design.project.slug}/people/{bo.pk}"
    assert program.get(by_program, headers=by_token(ada)).json()["skills"] == ["design", "TIG"]

    design.memberships.get(user=bo).end(by=bo)
    assert "TIG" not in at_browser(ada).get(address).content.decode()
    assert program.get(by_program, headers=by_token(ada)).json()["skills"] == []


def test_an_administrator_does_not_say_what_somebody_can_do(ada: User) -> None:
    root = User.objects.create_superuser("root@ronde.example", "pass", name="Root")
    page = at_browser(root).get(f"/admin/accounts/user/{can(ada, 'TIG').pk}/change/").content.decode()
    assert "TIG" in page
    assert 'name="skills"' not in page


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("soudure", ["Ada Mercier"]),
        ("SOUDÛRE tig", ["Ada Mercier"]),
        ("mercier tig", ["Ada Mercier"]),
        ("conception", ["Bo Nguyen"]),
        ("design", ["Bo Nguyen"]),
        ("supply chain", ["Ada Mercier"]),
        ("approvisionnement", ["Ada Mercier"]),
        ("nguyen", ["Bo Nguyen"]),
        ("tig conception", []),
        ("", ["Ada Mercier", "Bo Nguyen", "Fay Lemoine"]),
    ],
)
def test_who_can_finds_by_skill_trade_and_name_in_both_languages(
    design: Circle, ada: User, bo: User, fay: User, asked: str, found: list[str]
) -> None:
    can(ada, "Soudure TIG", "supply-chain")
    can(bo, "design")
    can(a_person("Zoe Far"), "Soudure", "design", "supply-chain")
    address = f"/api/v1/projects/{design.project.slug}/people"
    told = Client().get(address, {"q": asked}, headers=by_token(fay)).json()
    assert [one["name"] for one in told] == found
    page = at_browser(fay).get(f"/p/{design.project.slug}/people/", {"q": asked}).content.decode()
    listed = page.partition('id="people"')[2].partition("</ul>\n  ")[0]
    assert [
        name for name in ("Ada Mercier", "Bo Nguyen", "Fay Lemoine", "Zoe Far") if f">{name}</a>" in listed
    ] == found
    assert ("No one here by that name" in page) == (not found)


def test_search_finds_people_by_what_they_can_do(design: Circle, ada: User, bo: User) -> None:
    can(bo, "Soudure TIG", "design")
    address = f"/api/v1/projects/{design.project.slug}/search"
    found = Client().get(address, {"q": "soudure"}, headers=by_token(ada)).json()
    assert [(one["kind"], one["title"], one["excerpt"]) for one in found if one["kind"] == "user"] == [
        ("user", "Bo Nguyen", "Soudure TIG")
    ]


def test_a_circle_shows_what_it_lacks_and_who_could_help(design: Circle, ada: User, fay: User) -> None:
    can(ada, "TIG", "design")
    can(fay, "UN 38.3")
    can(a_person("Zoe Far"), "CNC")
    assert needs(design, "Conception", "tig", "CNC", "un 38.3") == [
        ("CNC", False, []),
        ("un 38.3", False, ["Fay Lemoine"]),
        ("design", True, []),
        ("tig", True, []),
    ]
    page = at_browser(ada).get(design.get_absolute_url()).content.decode()
    assert "Missing: CNC" in page
    assert "Nobody in the project lists this skill." in page
    assert "Missing: un 38.3" in page
    assert "Missing: Design" not in page


def test_who_speaks_for_a_circle_inside_brings_their_skills(design: Circle, fay: User) -> None:
    inside = a_circle(inside=design, name="Seals")
    inside.admit(can(a_person("Zoe Far"), "CNC"), by=fay, roles=["pilot"])
    assert needs(design, "CNC") == [("CNC", True, [])]


def test_what_a_circle_needs_is_on_record_in_the_readers_language(design: Circle, ada: User) -> None:
    needs(design, "design", "TIG")
    needs(design, "TIG", "Conception")  # nothing new
    needs(design)
    told = list(Entry.objects.filter(event="circle.needs_stated").order_by("seq"))
    with translation.override("fr"):
        said = [one.text for one in sentences_of(design.project, told, ada)]
    assert said == [
        "Ada Mercier a dit de quelles compétences Design a besoin\N{NO-BREAK SPACE}: Conception et TIG.",
        "Ada Mercier a dit que Design n’a besoin d’aucune compétence particulière.",
    ]


def test_the_circles_own_people_say_what_it_needs(design: Circle, ada: User, fay: User, eve: User) -> None:
    pia = a_person("Pia Sister")
    a_circle(pia, inside=design.project.circles.general(), name="Power")
    page = f"/p/{design.project.slug}/circles/design/needs/"
    address = f"/api/v1/projects/{design.project.slug}/circles/design/needs"
    sent = {"trades": ["sales"], "words": "CNC"}
    given = {who.name: at_browser(who).post(page, sent).status_code for who in (ada, fay, pia, eve)}
    assert given == {"Ada Mercier": 302, "Fay Lemoine": 302, "Pia Sister": 403, "Eve Martin": 404}
    given = {
        who.name: Client()
        .put(address, {"skills": ["CNC"]}, content_type="application/json", headers=by_token(who))
        .status_code
        for who in (ada, fay, pia, eve)
    }
    assert given == {"Ada Mercier": 200, "Fay Lemoine": 200, "Pia Sister": 403, "Eve Martin": 404}
    assert Client().get(address, headers=by_token(pia)).json() == [{"skill": "CNC", "is_there": False, "helpers": []}]
    assert "Change what it needs" not in at_browser(pia).get(design.get_absolute_url()).content.decode()


def test_a_guest_finds_nobody_and_no_skills(design: Circle, ada: User, bo: User, eve: User) -> None:
    can(bo, "Soudure TIG")
    invite_guest(design, str(eve.email), level="read", reason="Tests", ends_on=None, by=ada)
    accept(Guest.objects.get(email=eve.email), by=eve)
    browser = at_browser(eve)
    for rest in ("people/", "people/?q=soudure", f"people/{bo.pk}/", "circles/design/"):
        answer = browser.get(f"/p/{design.project.slug}/{rest}")
        assert (answer.status_code, "TIG" in answer.content.decode()) == (404, False)


def test_an_erased_person_can_do_nothing_any_more(design: Circle, bo: User, fay: User) -> None:
    erase_person(can(bo, "TIG"), by=fay)
    bo.refresh_from_db()
    assert bo.skills == ""


def test_people_are_told_what_to_change_where_more_than_a_week_is_promised(design: Circle, ada: User, bo: User) -> None:
    field = a_circle(bo, inside=design.project.circles.general(), name="Field")
    for circle, share in ((design, 80), (field, 40)):
        circle.memberships.get(user=bo).give_time(share, by=bo)
    people = f"/p/{design.project.slug}/people/"
    own = at_browser(bo).get(people).content.decode()
    assert "Your circles count on 120% of your week." in own
    seat = field.memberships.get(user=bo)
    assert f'href="/p/{design.project.slug}/circles/field/members/{seat.pk}/time/"' in own
    assert "Your circles count on" not in at_browser(ada).get(people).content.decode()
    assert "More than a full week is planned for:" in at_browser(ada).get(design.get_absolute_url()).content.decode()


def test_who_has_no_voice_in_a_circle_gets_no_list_of_who_promised_too_much(design: Circle, bo: User) -> None:
    pia = a_person("Pia Sister")
    field = a_circle(bo, pia, inside=design.project.circles.general(), name="Field")
    for circle, share in ((design, 80), (field, 40)):
        circle.memberships.get(user=bo).give_time(share, by=bo)
    assert "More than a full week" not in at_browser(pia).get(design.get_absolute_url()).content.decode()
    assert "More than a full week" in at_browser(pia).get(field.get_absolute_url()).content.decode()


def test_people_are_invited_from_the_page_of_people(design: Circle, ada: User, fay: User) -> None:
    page = at_browser(ada).get(f"/p/{design.project.slug}/people/").content.decode()
    assert f'href="/p/{design.project.slug}/people/inviting/"' in page


def test_who_is_away_and_who_covers_stands_beside_their_name(design: Circle, ada: User, bo: User) -> None:
    today = design.project.day_of(clock.now())
    Absence.declare(design.project, by=bo, from_on=today, until_on=today + timedelta(3), deputy=ada)
    Absence.declare(design.project, by=ada, from_on=today + timedelta(1), until_on=today + timedelta(2))
    browser = at_browser(ada)
    for address in (f"/p/{design.project.slug}/people/", design.get_absolute_url()):
        page = browser.get(address).content.decode()
        assert (page.count("away until"), page.count("Ada Mercier covers")) == (1, 1)
    own = browser.get(f"/p/{design.project.slug}/people/{bo.pk}/").content.decode()
    assert "Ada Mercier covers" in own

    Absence.objects.get(user=bo).end(by=bo)
    assert "away until" not in browser.get(design.get_absolute_url()).content.decode()


def test_who_has_left_covers_for_nobody(design: Circle, ada: User, bo: User) -> None:
    today = design.project.day_of(clock.now())
    Absence.declare(design.project, by=bo, from_on=today, until_on=today, deputy=ada)
    design.memberships.get(user=ada).end(by=ada)
    page = at_browser(bo).get(f"/p/{design.project.slug}/people/").content.decode()
    assert (page.count("away until"), "covers" in page) == (1, False)
