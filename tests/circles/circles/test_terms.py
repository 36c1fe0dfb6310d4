"""A role may last for a term: from the day after, nobody is asked through it, whether or not anyone wrote its end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from circles.circles.models import Circle, Membership, Role
from circles.circles.queries.user_roles import roles_of
from circles.circles.tasks import watch_terms
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_project, a_round
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


def day(days: int) -> date:
    """Return the day so many days from today, as the projects of these tests count (Paris)."""
    return Project(time_zone="Europe/Paris").day_of(clock.now() + timedelta(days=days))


@pytest.fixture
def project(fay: User) -> Project:
    return a_project(fay)


@pytest.fixture
def design(project: Project, ada: User, bo: User) -> Circle:
    """Design, which ada pilots; bo is in it."""
    design = a_circle(bo, inside=project.circles.general(), name="Design")
    design.admit(ada, by=ada, roles=["pilot"])
    return design


@pytest.fixture
def seat(design: Circle, bo: User) -> Membership:
    return design.memberships.get(user=bo)


def for_a_term(seat: Membership, role: str, days: int) -> Role:
    """Give a role sixty days ago, to the end of the day that is so many days from today."""
    return seat.take_role(role, by=None, at=clock.now() - timedelta(days=60), ends_on=day(days))


@pytest.mark.parametrize(("days", "is_held"), [(-1, False), (0, True), (1, True)])
def test_a_role_is_held_to_the_end_of_the_last_day(
    design: Circle, seat: Membership, bo: User, days: int, is_held: bool
) -> None:
    for_a_term(seat, "delegate", days)
    general = design.project.circles.general()
    assert list(design.people_in("delegate")) == ([bo] if is_held else [])
    assert design.memberships.in_role("delegate").exists() == is_held
    assert general.members().filter(pk=bo.pk).exists() == is_held
    assert roles_of(bo, design.project).has_a_voice_in(general) == is_held
    assert roles_of(bo, design.project).is_in(design)


@pytest.mark.both_databases
def test_the_last_day_ends_at_midnight_where_the_project_is(fay: User, bo: User) -> None:
    circle = a_circle(bo, inside=a_project(fay, time_zone="Pacific/Auckland").circles.general())
    role = circle.memberships.get(user=bo).take_role("secretary", by=fay, ends_on=date(2099, 3, 3))
    assert role.lapses_at == datetime(2099, 3, 3, 11, 0, tzinfo=UTC)


def test_who_piloted_for_a_term_that_is_over_is_asked_as_a_member_only(
    design: Circle, seat: Membership, ada: User, bo: User
) -> None:
    for_a_term(seat, "delegate", -1)
    round_ = a_round(
        circle=design.project.circles.general(), by=design.project.circles.general().people()[0], named=[design]
    )
    assert set(round_.asked.filter(voice_of=design).values_list("user", flat=True)) == {ada.pk}


def test_a_pilot_whose_term_is_over_gives_no_roles(design: Circle, seat: Membership, bo: User) -> None:
    for_a_term(seat, "pilot", -1)
    address = f"/p/{design.project.slug}/circles/design/members/{seat.pk}/roles/"
    assert at_browser(bo).post(address, {"role": "secretary"}).status_code == 403
    offered = at_browser(bo).get(address).content.decode()
    assert ('value="delegate"' in offered, 'value="secretary"' in offered) == (True, False)


def test_the_end_of_a_term_is_written_once_and_told(design: Circle, seat: Membership, ada: User, bo: User) -> None:
    role = for_a_term(seat, "gardener", -1)
    assert (watch_terms(), watch_terms()) == (1, 0)
    role.refresh_from_db()
    assert role.ended_at == role.lapses_at
    told = Entry.objects.get(event="role.expired")
    assert (told.facts["role"], told.facts["until"]) == ("gardener", day(-1).isoformat())
    for person in (ada, bo):
        assert person.notices.filter(event=told.event).count() == 1
    assert list(Entry.breaks_of(design.project.pk)) == []


def test_a_role_is_given_again_after_its_term_before_anybody_wrote_its_end(seat: Membership, ada: User) -> None:
    for_a_term(seat, "delegate", -1)
    seat.take_role("delegate", by=ada)
    assert seat.roles.held().get().ends_on is None
    assert seat.roles.exclude(ended_at=None).get().ends_on == day(-1)


@pytest.mark.parametrize(("days", "told"), [(3, 1), (7, 0), (30, 0)])
def test_the_person_and_the_pilot_hear_of_the_end_a_week_before(
    seat: Membership, ada: User, bo: User, days: int, told: int
) -> None:
    for_a_term(seat, "secretary", days)
    watch_terms()
    watch_terms()
    for person in (ada, bo):
        assert person.notices.filter(event="role.expiry_announced").count() == told


def test_a_renewed_term_is_announced_again(seat: Membership, ada: User, bo: User) -> None:
    for_a_term(seat, "secretary", 3)
    watch_terms()
    seat.renew_role("secretary", day(30), by=ada)
    role = seat.roles.get()
    assert (role.ends_on, role.forewarned_at) == (day(30), None)
    told = Entry.objects.get(event="role.term_set")
    assert (told.facts["before"], told.facts["until"]) == (day(3).isoformat(), day(30).isoformat())
    assert bo.notices.filter(event=told.event).exists()


def test_a_term_can_be_taken_away_but_not_end_in_the_past(seat: Membership, ada: User) -> None:
    seat.take_role("secretary", by=ada, ends_on=day(30))
    with pytest.raises(Refused, match="still to come"):
        seat.renew_role("secretary", day(-1), by=ada)
    seat.renew_role("secretary", None, by=ada)
    assert seat.roles.get().lapses_at is None


def test_a_term_to_the_last_day_of_all_calendars_is_refused(seat: Membership, ada: User) -> None:
    for ends_on in (date.max, date(2200, 1, 1)):
        with pytest.raises(Refused, match="too far off"):
            seat.take_role("gardener", by=ada, ends_on=ends_on)
    assert not seat.roles.exists()
    seat.take_role("gardener", by=ada, ends_on=date(2199, 12, 31))


def test_the_general_circle_always_has_a_pilot_without_a_term(project: Project, fay: User, ada: User) -> None:
    general = project.circles.general()
    own = general.memberships.get(user=fay)
    general.admit(ada, by=fay)
    other = general.memberships.get(user=ada)
    with pytest.raises(Refused, match="needs a pilot"):
        own.renew_role("pilot", day(30), by=fay)
    other.take_role("pilot", by=fay, ends_on=day(30))
    with pytest.raises(Refused, match="needs a pilot"):
        own.leave_role("pilot", by=fay)
    with pytest.raises(Refused, match="needs a pilot"):
        own.renew_role("pilot", day(9), by=fay)
    other.renew_role("pilot", None, by=fay)
    own.leave_role("pilot", by=fay)
    assert list(general.people_in("pilot")) == [ada]


def test_an_own_role_says_what_it_is_for_and_a_known_one_takes_no_words(seat: Membership, ada: User, bo: User) -> None:
    seat.take_role("gardener", by=ada, purpose="The lab stays in order", accountabilities="Sweeps on Friday\n\nOrders")
    assert seat.roles.get().expected == ["Sweeps on Friday", "Orders"]
    seat.word_role("gardener", purpose="Order", accountabilities="Orders", by=ada)
    assert seat.roles.get().purpose == "Order"
    with pytest.raises(Refused, match="only custom roles"):
        seat.take_role("secretary", by=ada, purpose="Writes")
    with pytest.raises(Refused, match="Say what the role is called"):
        seat.take_role("own", by=ada)


def test_the_pages_say_until_when_and_what_for(design: Circle, seat: Membership, ada: User, bo: User) -> None:
    browser = at_browser(ada)
    address = f"/p/{design.project.slug}/circles/design/members/{seat.pk}/roles/"
    assert "a custom role" in browser.get(address).content.decode()
    sent = {"role": "own", "name": "gardener", "purpose": "Order in the lab", "accountabilities": "Sweeps on Friday"}
    assert browser.post(address, {**sent, "ends_on": "2099-03-03"}).status_code == 302
    page = browser.get(design.get_absolute_url()).content.decode()
    assert "until 3 Mar 2099" in page
    assert "Order in the lab" in page
    assert "<li>Sweeps on Friday</li>" in page
    assert "until 3 Mar 2099" in browser.get(f"/p/{design.project.slug}/people/").content.decode()

    role = seat.roles.get()
    assert browser.post(f"{address}{role.pk}/term/", {"ends_on": "2099-04-04"}).status_code == 302
    assert browser.post(f"{address}{role.pk}/words/", {"purpose": "Calm"}).status_code == 302
    role.refresh_from_db()
    assert (role.ends_on, role.purpose, role.accountabilities) == (date(2099, 4, 4), "Calm", "")
    assert browser.post(f"{address}{role.pk}/term/", {"ends_on": "tomorrow"}).status_code == 422


@pytest.mark.parametrize("name", ["", "pilot", "delegate"])
def test_an_own_role_cannot_be_called_like_a_known_one(design: Circle, seat: Membership, ada: User, name: str) -> None:
    address = f"/p/{design.project.slug}/circles/design/members/{seat.pk}/roles/"
    assert at_browser(ada).post(address, {"role": "own", "name": name}).status_code == 422
    assert not seat.roles.exists()
