"""Invitations end with the role of who sent them, as join links do."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from circles.invitations.models import Guest, Invitation
from circles.invitations.workflows.guests import accept, invite_guest
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.circles.invitations.test_invitations import the_secret
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_an_invitation_ends_with_the_role_of_who_sent_it_and_is_sent_again_by_another() -> None:
    ada, bo, zoe = a_person("Ada Mercier"), a_person("Bo Nguyen"), a_person("Zoe Kite")
    project = a_project(ada)
    seals = a_circle(ada, bo, inside=project.circles.general())
    secret = the_secret(Invitation.send(seals, zoe.email or "", by=bo))
    seals.memberships.get(user=bo).end(by=ada)
    with pytest.raises(Refused):
        Invitation.objects.by_secret(secret).get().accept(by=zoe)
    page = at_browser(zoe).get(reverse("circles:invitation", args=[secret])).content.decode()
    assert "This invitation no longer works" in page
    assert project.name not in page
    shown = at_browser(ada).get(reverse("circles:invitations", args=[project.slug])).content.decode()
    assert "Bo Nguyen may not invite here any more" in shown
    assert "Bo Nguyen" not in at_browser(ada).get(f"/p/{project.slug}/people/").content.decode()
    Invitation.objects.get().send_again(by=ada)
    Invitation.objects.unanswered().get().accept(by=zoe)
    assert project.has(zoe)


def test_an_invitation_ends_with_the_account_of_who_sent_it() -> None:
    ada, zoe = a_person("Ada Mercier"), a_person("Zoe Kite")
    secret = the_secret(Invitation.send(a_project(ada).circles.general(), zoe.email or "", by=ada))
    User.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(Refused):
        Invitation.objects.by_secret(secret).get().accept(by=zoe)


def test_a_delegate_invites_into_the_circle_around_and_the_pilot_of_the_general_circle_into_all() -> None:
    ada, bo, zoe = a_person("Ada Mercier"), a_person("Bo Nguyen"), a_person("Zoe Kite")
    project = a_project(ada)
    seals = a_circle(bo, inside=project.circles.general())
    seals.memberships.get(user=bo).take_role("delegate", by=bo)
    for circle, by in ((project.circles.general(), bo), (seals, ada)):
        secret = the_secret(Invitation.send(circle, zoe.email or "", by=by))
        Invitation.objects.by_secret(secret).get().accept(by=zoe)
        assert circle.memberships.current().filter(user=zoe).exists()


def test_who_may_let_nobody_in_any_more_sends_no_invitation_again() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    seals = a_circle(ada, bo, inside=project.circles.general())
    kites = a_circle(ada, bo, inside=project.circles.general())
    Invitation.send(seals, "zoe@ronde.example", by=bo)
    seals.memberships.get(user=bo).end(by=ada)
    assert kites.memberships.current().filter(user=bo).exists()
    browser, invitation = at_browser(bo), Invitation.objects.get()
    page = browser.get(reverse("circles:invitations", args=[project.slug])).content.decode()
    assert "zoe@ronde.example" in page
    assert "Send again" not in page
    again = reverse("circles:send_invitation_again", args=[project.slug, invitation.pk])
    assert browser.post(again).status_code == 403
    by_program = f"/api/v1/projects/{project.slug}/invitations/{invitation.pk}/sending"
    assert browser.post(by_program, headers=by_token(bo)).status_code == 403
    browser.post(reverse("circles:withdraw_invitation", args=[project.slug, invitation.pk]))
    assert not Invitation.objects.waiting().exists()


def test_an_invitation_gives_no_role_that_its_sender_could_no_longer_give() -> None:
    ada, bo, zoe = a_person("Ada Mercier"), a_person("Bo Nguyen"), a_person("Zoe Kite")
    seals = a_circle(ada, bo, inside=a_project(ada).circles.general())
    place = seals.memberships.get(user=bo)
    place.take_role("pilot", by=ada)
    secret = the_secret(Invitation.send(seals, zoe.email or "", by=bo, role="secretary"))
    place.leave_role("pilot", by=ada)
    Invitation.objects.by_secret(secret).get().accept(by=zoe)
    assert not seals.memberships.get(user=zoe).roles.exists()


def test_a_guest_comes_in_only_while_who_invited_them_is_in_the_project() -> None:
    ada, bo, zoe = a_person("Ada Mercier"), a_person("Bo Nguyen"), a_person("Zoe Kite")
    project = a_project(ada)
    seals = a_circle(ada, bo, inside=project.circles.general())
    address = invite_guest(seals, zoe.email or "", level="read", reason="The offer", ends_on=None, by=bo)
    seals.memberships.get(user=bo).end(by=ada)
    with pytest.raises(Refused):
        accept(Guest.objects.get(), by=zoe)
    assert "no longer works" in at_browser(zoe).get(urlsplit(address).path).text
