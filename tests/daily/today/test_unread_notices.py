"""For you: whose face stands beside what a person was told, and the words where a person spoke to them."""

import re

import pytest

from chat.chat.workflows.conversation import post_message, remove_message
from chat.chat.workflows.direct import direct_topic
from circles.circles.models import Circle
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_round, a_topic
from tests.support.entry_points import at_browser
from tests.support.replayed_factories import replayed

pytestmark = pytest.mark.django_db


def told(user: User, circle: Circle) -> list[str]:
    """Return the lines that stand under "For you", as they are written."""
    shown = at_browser(user).get(f"/p/{circle.project.slug}/").text
    return re.findall(r'<li class="line line--tick line--unread-notice">.*?</li>', shown, re.DOTALL)


def words(line: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", line).split())


@replayed
def a_pair() -> tuple[Circle, User, User]:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    circle = a_circle(ada, bo, name="Hydraulics")
    User.objects.filter(pk=ada.pk).update(hue=17)
    return circle, ada, bo


@pytest.mark.both_databases
def test_for_you_quotes_a_mention_with_its_author_and_place() -> None:
    circle, ada, bo = a_pair()
    post_message(a_topic(circle, by=ada, name="Farm 2"), "@Bo can the pack *sit* there?", by=ada)
    [line] = [line for line in told(bo, circle) if "mentioned you" in line]
    assert 'data-hue="17" title="Ada Mercier"' in line
    assert "<q>@Bo can the pack sit there?</q>" in line
    assert words(line).startswith(
        "AM Ada Mercier @Bo can the pack sit there? Ada Mercier mentioned you Hydraulics Farm 2"
    )


def test_a_removed_message_is_not_quoted() -> None:
    circle, ada, bo = a_pair()
    message = post_message(a_topic(circle, by=ada, name="Farm 2"), "@Bo can the pack sit there?", by=ada)
    remove_message(message, by=ada)
    [line] = [line for line in told(bo, circle) if "mentioned you" in line]
    assert "can the pack" not in line
    assert words(line).startswith("AM Ada Mercier mentioned you: Farm 2")


@pytest.mark.both_databases
def test_what_one_may_not_read_is_not_quoted() -> None:
    circle, ada, bo = a_pair()
    fay = a_person("Fay Blanc")
    circle.admit(fay, by=ada)
    hidden = post_message(direct_topic(circle.project, [fay], by=ada), "The pack leaks.", by=ada)
    post_message(a_topic(circle, by=ada, name="Farm 2"), "@Bo can the pack sit there?", by=ada)
    bo.notices.exclude(message=None).update(message=hidden.pk)
    [line] = [line for line in told(bo, circle) if "mentioned you" in line]
    assert "leaks" not in line
    assert words(line).startswith("AM Ada Mercier mentioned you: Farm 2")


def test_an_event_shows_the_right_face_among_people_of_one_name() -> None:
    circle, ada, bo = a_pair()
    other = a_person("Ada Mercier")
    circle.admit(other, by=ada)
    round_ = a_round(circle=circle, by=bo)
    take_position(round_, "concern", by=ada, words="Six weeks of lead time.")
    lines = [line for line in told(bo, circle) if "took a position" in line]
    assert len(lines) == 1
    assert 'data-hue="17" title="Ada Mercier"' in lines[0]


def test_an_event_of_the_system_has_no_persons_face() -> None:
    circle, ada, bo = a_pair()
    round_ = a_round(circle=circle, by=bo)
    take_position(round_, "no_objection", by=ada)
    [line] = [line for line in told(bo, circle) if "adopted the proposal" in line]
    assert "face--system" in line
    assert words(line).startswith("Ronde adopted the proposal D-1")


def test_an_old_notice_without_an_author_has_a_grey_face() -> None:
    circle, ada, bo = a_pair()
    take_position(a_round(circle=circle, by=bo), "concern", by=ada, words="Six weeks of lead time.")
    bo.notices.update(by=None)
    [line] = [line for line in told(bo, circle) if "took a position" in line]
    assert 'class="face" title="Ada Mercier"' in line
