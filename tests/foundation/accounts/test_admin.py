"""The administration answers whatever is searched for, of our models and of those that came with them."""

import html
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import translation

from circles.circles.models import Circle
from circles.invitations.models import Invitation
from circles.record.timeline import sentences_of
from config.admin_groups import GROUPS
from foundation.accounts.models import User
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.models import Entry
from foundation.inbox.models import OutgoingEmail
from tests.factories import PASSWORD, a_circle, a_proposal
from tests.support.entry_points import in_the_administration
from tests.support.rotation import one_in

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
@pytest.mark.parametrize("model", one_in(6, "administration", sorted(admin.site._registry, key=str)))
def test_every_admin_list_can_be_searched(model: type[Model]) -> None:
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    browser = Client()
    browser.force_login(root)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for asked in ({}, {"q": "ada"}, {"q": "x" * 3000, "p": "99999", "o": "9.9"}):
        answer = browser.get(address, asked, follow=True)
        assert answer.status_code == 200
        assert "'unsafe" not in answer["Content-Security-Policy"]


def test_the_admin_uses_the_ordinary_sign_in_page() -> None:
    root = User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root")
    sent = {"username": root.email or "", "password": PASSWORD}
    browser = Client()
    assert browser.post("/admin/login/?next=/admin/", sent).headers["Location"] == "/account/login/?next=%2Fadmin%2F"
    assert browser.get("/admin/").status_code == 302
    browser.post("/account/login/?next=/admin/", {"login": root.email or "", "password": PASSWORD})
    assert browser.get("/admin/").status_code == 200


def test_the_admin_is_in_the_readers_language_and_in_our_colours() -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", name="Root", language="fr"))
    page = browser.get("/admin/").content.decode()
    groups = re.findall(r"<h2>([^<]+)</h2>", page)
    expected = ["Personnes", "Projets", "Décisions", "Documents", "Discussion", "Synchros", "Journal", "Technique"]
    assert groups == expected
    assert ">Appareils</a>" in page
    assert ">Clés d’accès et codes</a>" in page
    assert "<h1>Appareils</h1>" in browser.get("/admin/usersessions/usersession/").text
    assert "<strong>Root</strong>" in page
    assert "css/admin" in page


# Columns that are called alike in both languages.
ALIKE = {
    "action", "base", "budget", "clause", "clauses", "Clause id", "description", "document", "documents", "e-mail",
    "format", "genre", "id", "ID", "message", "note", "objection", "page", "parent", "place", "point", "position",
    "question", "relations", "secret", "session", "sha256", "silence", "source", "suggestion", "Suggestion id",
    "tension", "type", "uid", "version", "webhook",
}  # fmt: skip


def test_every_column_and_fact_of_the_admin_is_named_in_french(circle: Circle) -> None:
    lists = admin.site._registry.items()
    columns: list[Any] = [(name, model, shown) for model, shown in lists for name in shown.list_display]
    facts = [(model, shown) for model, shown in lists if isinstance(shown, ReadOnlyAdmin)]
    columns += [(field.name, model, shown) for model, shown in facts for field in model._meta.fields]
    labels = {str(label_for_field(*column)) for column in columns}
    with translation.override("fr"):
        untranslated = {label for label in labels if translation.gettext(label) == label}
        in_english = {str(label_for_field(*column)) for column in columns}
    assert len(labels) > 150
    assert (untranslated & in_english) - ALIKE == set()
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", name="Root", language="fr"))
    heads = re.findall(r'role="button" href="[^"]*">([^<]+)<', browser.get("/admin/circles/membership/").text)
    assert {"Projet", "Cercle", "Personne"} <= set(heads)
    entry = Entry.objects.all()[0]
    form = browser.get(f"/admin/audit/entry/{entry.pk}/change/").text
    assert {"Type de sujet", "Faits"} <= set(re.findall(r"<label[^>]*>([^<]+)\s:<", form))


def test_the_filters_of_a_list_are_named_in_french(ada: User) -> None:
    for _project in range(2):  # a filter of one is not shown
        a_proposal(circle=a_circle(ada), by=ada)
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", name="Root", language="fr"))
    page = browser.get(reverse("admin:decisions_proposal_changelist")).text
    assert re.findall(r"<summary>([^<]+)</summary>", page) == ["Réversibilité", "Retirée", "Projet"]


def test_every_list_of_the_admin_stands_in_one_group() -> None:
    grouped = [label for group in GROUPS.values() for label in group.labels]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == {model._meta.label for model in admin.site._registry}


def test_the_first_page_of_the_admin_finds_by_reference_and_by_project(ada: User, circle: Circle) -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", name="Root"))
    page = browser.get("/admin/").content.decode()
    address = reverse("admin:decisions_proposal_changelist")
    assert f'action="{address}"' in page
    proposal = a_proposal(circle=circle, by=ada)
    for asked in (proposal.reference, proposal.reference.lower(), proposal.project.name):
        assert proposal.title in browser.get(address, {"q": asked}).content.decode()
    assert proposal.title not in browser.get(address, {"q": "P-999"}).content.decode()


def test_what_the_first_page_of_the_admin_counts_its_list_shows(ada: User, circle: Circle) -> None:
    Invitation.send(circle, "open@ronde.example", by=ada)
    Invitation.send(circle, "gone@ronde.example", by=ada)
    Invitation.objects.get(email="gone@ronde.example").withdraw(by=ada)
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", name="Root"))
    page = html.unescape(browser.get("/admin/").content.decode())
    counted = re.findall(r'href="(/admin/[^"]+\?[^"]+)">\s*<span class="errands__number">(\d+)<', page)
    assert [number for _address, number in counted] == ["1", "0", "0", "0", "0"]
    for address, number in counted:
        shown = browser.get(address)
        assert shown.status_code == 200
        assert shown.context["cl"].result_count == int(number)


def test_the_first_page_of_the_admin_shows_what_its_reader_may_see() -> None:
    helper = User.objects.create_user("helper@ronde.example", name="Helper", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_project"))
    browser = Client()
    browser.force_login(helper)
    page = browser.get("/admin/").content.decode()
    assert "Find a project" in page
    assert "Find a person" not in page
    assert "Open invitations" not in page


def test_the_admin_shows_nothing_that_signs_somebody_in(ada: User) -> None:
    email = OutgoingEmail.post("reset", to="ada@ronde.example", subject="Reset", text="a-secret", html="a-secret")
    step = Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "a-secret"})
    helper = User.objects.create_user("helper@ronde.example", name="Helper", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(content_type__app_label__in=("mfa", "inbox")))
    browser = Client()
    browser.force_login(helper)
    for name, thing in (("inbox_outgoingemail", email), ("mfa_authenticator", step)):
        page = browser.get(reverse(f"admin:{name}_change", args=[thing.pk]))
        assert page.status_code == 200
        assert "a-secret" not in page.text
    browser.post(reverse("admin:mfa_authenticator_change", args=[step.pk]), {"user": str(helper.pk)})
    step.refresh_from_db()
    assert step.user == ada


def test_administrators_turn_accounts_off_and_on_and_sign_people_out(ada: User, bo: User, circle: Circle) -> None:
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    browser, theirs = Client(), Client()
    browser.force_login(root)
    bo.set_password(PASSWORD)
    bo.save()
    sign_in = {"login": bo.email or "", "password": PASSWORD}
    theirs.post("/account/login/", sign_in)
    assert theirs.get("/account/sessions/").status_code == 200
    in_the_administration(browser, [bo], "sign_out")
    assert theirs.get("/account/sessions/").status_code == 302
    theirs.post("/account/login/", sign_in)
    page = in_the_administration(browser, [bo, root], "deactivate")
    assert "You cannot deactivate your own account." in html.unescape(page)
    bo.refresh_from_db()
    assert not bo.is_active
    assert theirs.get("/account/sessions/").status_code == 302
    in_the_administration(browser, [bo], "activate")
    bo.refresh_from_db()
    assert bo.is_active
    entries = Entry.objects.filter(event="person.changed_by_administrator")
    assert entries.count() == 3
    told, *_others = sentences_of(circle.project, list(entries.order_by("seq")), ada)
    assert "sessions, all ended" in str(told.text)


def test_administrators_archive_projects_and_hand_them_over(ada: User, bo: User, circle: Circle) -> None:
    general = circle.project.circles.general()
    general.admit(bo, by=ada)
    seat, mine = general.memberships.get(user=bo), general.memberships.get(user=ada)
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", name="Root"))
    in_the_administration(browser, [seat], "make_pilot")
    in_the_administration(browser, [mine], "end_pilot")
    assert [person.name for person in general.people_in("pilot")] == [bo.name]
    page = in_the_administration(browser, [seat], "end_pilot")
    assert 'class="error"' in page
    in_the_administration(browser, [circle.project], "archive")
    circle.project.refresh_from_db()
    assert circle.project.is_archived
    in_the_administration(browser, [circle.project], "unarchive")
    circle.project.refresh_from_db()
    assert not circle.project.is_archived


def test_administrators_send_invitations_again_and_withdraw_them(ada: User, circle: Circle) -> None:
    Invitation.send(circle, "new@ronde.example", by=ada)
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", name="Root"))
    in_the_administration(browser, [Invitation.objects.get()], "send_again")
    again = Invitation.objects.unanswered().get()
    assert Invitation.objects.count() == 2
    in_the_administration(browser, [again], "withdraw")
    assert not Invitation.objects.unanswered().exists()


def test_who_may_only_look_at_a_list_does_nothing_there(ada: User, circle: Circle) -> None:
    helper = User.objects.create_user("helper@ronde.example", name="Helper", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_project"))
    browser = Client()
    browser.force_login(helper)
    in_the_administration(browser, [circle.project], "archive")
    circle.project.refresh_from_db()
    assert not circle.project.is_archived


def test_the_admin_is_closed_to_ordinary_users(ada: User) -> None:
    browser = Client()
    browser.force_login(ada)
    assert browser.get("/admin/", follow=True).status_code == 403


def test_the_admin_uses_the_ordinary_password_page() -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root"))
    assert browser.get("/admin/password_change/").headers["Location"] == "/account/password/change/"


def test_what_an_administrator_changes_of_a_person_stands_in_the_record(circle: Circle, ada: User) -> None:
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    browser = Client()
    browser.force_login(root)
    address = reverse("admin:accounts_user_change", args=[ada.pk])
    form = browser.get(address).context["adminform"].form
    kept = {name: field.value() for name in form.fields if (field := form[name]).value() not in (None, False)}
    assert browser.post(address, kept | {"name": "Ada Martin", "is_staff": "on"}).status_code == 302
    entry = Entry.objects.of_project(circle.project_id).newest_first()[0]
    (sentence,) = sentences_of(circle.project, [entry], ada)
    changed = "name and access to the administration"
    assert sentence.text == f"Root, as administrator, changed the account of Ada Martin: {changed}."


def test_nobody_turns_off_their_own_account_by_the_form(ada: User) -> None:
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    browser = Client()
    browser.force_login(root)
    address = reverse("admin:accounts_user_change", args=[root.pk])
    form = browser.get(address).context["adminform"].form
    assert "is_active" not in form.fields
    kept = {name: value for name in form.fields if (value := form[name].value()) or value == 0}
    assert browser.post(address, kept | {"name": "Root Martin", "is_active": ""}).status_code == 302
    root.refresh_from_db()
    assert (root.name, root.is_active) == ("Root Martin", True)
    other = browser.get(reverse("admin:accounts_user_change", args=[ada.pk]))
    assert "is_active" in other.context["adminform"].form.fields


def test_amounts_have_the_separators_of_the_readers_language(circle: Circle) -> None:
    Circle.objects.filter(pk=circle.pk).update(unit_limit=12_345)
    root = User.objects.create_superuser("root@ronde.example", name="Root", language="fr")
    browser = Client()
    browser.force_login(root)
    listed = html.unescape(browser.get("/admin/circles/circle/").content.decode())
    shown = html.unescape(browser.get(reverse("admin:circles_circle_change", args=[circle.pk])).content.decode())
    for page in (listed, shown):
        assert re.search(r"12[\u00a0\u202f]345,00", page)
    assert "Plafond d’un engagement" in listed
