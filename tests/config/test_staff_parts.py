"""Who is given a part of the administration sees that and no more: no direct message, no restricted text, no way to
either.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from chat.chat.workflows.conversation import post_about, post_message
from chat.chat.workflows.direct import direct_topic
from circles.invitations.models import Invitation
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread, resolve
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.documents.workflows.suggestions import suggest_text
from documents.documents.workflows.versions import make_version
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node, Run, write_tree
from foundation.accounts.models import Token, User
from foundation.accounts.staff_parts import StaffPart
from foundation.audit import clock
from foundation.files.workflows.attaching import remove_file
from tests.architecture.addresses import Examples, one_of_each
from tests.factories import PASSWORD, a_file, a_person
from tests.support.entry_points import at_browser
from tests.support.rotation import one_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SECRET = "canary"
CLOSED = {"chat", "documents", "coediting", "files", "search", "inbox", "takeaway", "conversation", "specification"}
"""Apps whose rows hold what people say to each other, texts, copies of them, and files."""


def staff(*parts: StaffPart) -> User:
    person = a_person("Sam Staff", is_staff=True)
    person.groups.set(Group.objects.filter(name__in=parts))
    return person


def with_secrets() -> Examples:
    """Make one of each, with a direct message, a restricted document and keys that nobody else may see."""
    made = one_of_each()
    project, bo = made.cast.project, made.cast.bo
    post_message(direct_topic(project, [made.cast.ada], by=bo), f"{SECRET} message", by=bo)
    text = write_tree([Node("paragraph", {}, [Run(f"{SECRET} text")])])
    document = Document.create(made.cast.circle, "Offer", by=bo, content=text)
    process_quiet_text(document.pk)
    until = project.day_of(clock.now()) + timedelta(5)
    restrict(document, RestrictionTerms(people=[bo], reason="An offer", ends_on=until), by=bo)
    say_in_confidence(document, by=bo)
    UserSession.objects.create(user=bo, session_key=f"{SECRET}key", ip="127.0.0.1", user_agent="Firefox/140")
    return made


def say_in_confidence(document: Document, *, by: User) -> None:
    """Say in a restricted document what the record tells of: a comment, a suggestion, a file, a version, a message."""
    comment = begin_thread(document, Anchor(quote=f"{SECRET} text"), f"{SECRET} comment", by=by)
    resolve(comment.thread, "answered", by=by, line=f"{SECRET} answer")
    suggest_text(document, nodes_of(f"{SECRET} suggestion"), by=by)
    file = a_file("document", document.pk, by=by, name=f"{SECRET}.txt")
    make_version(document, by=by, name=f"{SECRET} version", reason=f"{SECRET} reason")
    post_about(document, f"{SECRET} talk", by=by)
    remove_file(file, by=by)


def pages_of(browser: Client) -> Iterator[tuple[str, Any]]:
    """Yield every page of the administration that an address leads to: lists, each first thing, its history."""
    first = browser.get("/admin/")
    yield "/admin/", first
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield name, browser.get(reverse(f"{name}_changelist"))
        thing = model._default_manager.order_by("-pk").first()
        if thing is not None:
            yield name, browser.get(reverse(f"{name}_change", args=[thing.pk]))
            yield name, browser.get(reverse(f"{name}_history", args=[thing.pk]))
        if page.has_add_permission(first.wsgi_request):
            yield name, browser.get(reverse(f"{name}_add"))


@pytest.mark.filterwarnings("ignore:Calling select_related")  # by simple-history, on its pages
@pytest.mark.parametrize("part", one_in(4, "staff parts", [*StaffPart, None]), ids=str)
def test_a_part_opens_its_pages_and_no_other(part: StaffPart | None) -> None:
    with_secrets()
    browser = at_browser(staff(*[part] if part else []))
    may = part.facts.permissions if part else set()
    for name, answer in pages_of(browser):
        model = name.removeprefix("admin:").partition("_")
        is_open = name == "/admin/" or f"{model[0]}.view_{model[2]}" in may
        where = (part, answer.request["PATH_INFO"])
        assert (answer.status_code == 200) == is_open, where
        assert is_open or answer.status_code == 403 or answer["Location"] == "/admin/", where
        assert SECRET not in answer.content.decode(), where


def test_the_groups_are_what_is_said_and_hold_nothing_that_is_said_in_confidence() -> None:
    for part in StaffPart:
        held = Group.objects.get(name=part).permissions.values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in held} == part.facts.permissions
        assert not {app for app, _codename in held} & CLOSED


def test_a_group_that_an_operator_had_for_other_things_is_given_no_part() -> None:
    Group.objects.filter(name__in=StaffPart.values).delete()
    bo, own = a_person("Bo Nguyen"), Group.objects.create(name="people")
    bo.groups.add(own)
    import_module("foundation.accounts.migrations.0013_groups_of_parts").name_groups(apps, None)
    assert (list(bo.groups.all()), own.permissions.count()) == ([own], 0)
    root = User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root")
    part = Group.objects.get(name=StaffPart.RECORD)
    found = changed(at_browser(root), bo, is_staff="on", groups=[str(own.pk), str(part.pk)])
    assert set(found.groups.all()) == {own, part}, "their page offers both"


def test_who_had_a_part_by_an_earlier_name_has_it_still() -> None:
    part = Group.objects.get(name=StaffPart.PEOPLE)
    Group.objects.filter(pk=part.pk).update(name="people")
    sam = a_person("Sam Staff")
    sam.groups.add(part)
    import_module("foundation.accounts.migrations.0013_groups_of_parts").name_groups(apps, None)
    assert [one.name for one in sam.groups.all()] == [StaffPart.PEOPLE]
    assert not Group.objects.filter(name="people").exists()


def changed(browser: Client, person: User, **values: Any) -> User:
    """Send a person's page of the administration as it is, with these values."""
    fields = {name: str(getattr(person, name)) for name in ("name", "email", "handle", "language", "time_zone", "hue")}
    sent = {**fields, "is_active": "on", "scheme": person.scheme, **values}
    browser.post(reverse("admin:accounts_user_change", args=[person.pk]), sent)
    return User.objects.get(pk=person.pk)


def test_who_keeps_people_changes_nothing_that_lets_in() -> None:
    sam, bo = staff(StaffPart.PEOPLE), a_person("Bo Nguyen")
    group = Group.objects.get(name=StaffPart.RECORD)
    other = {"email": "sam@ronde.example", "is_staff": "on", "is_superuser": "on", "groups": [str(group.pk)]}
    found = changed(at_browser(sam), bo, name="Bo Tran", **other)
    assert (found.name, found.email, found.is_staff, found.is_superuser) == ("Bo Tran", bo.email, False, False)
    assert not found.groups.exists()
    root = User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root")
    assert changed(at_browser(sam), root, name="Mine").name == "Root"
    assert changed(at_browser(sam), sam, is_superuser="on").is_superuser is False
    assert at_browser(sam).get(f"/people/{bo.pk}/erasure/").status_code == 403


def test_an_administrator_gives_parts() -> None:
    bo, root = a_person("Bo Nguyen"), User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root")
    page = at_browser(root).get(reverse("admin:accounts_user_change", args=[bo.pk])).content.decode()
    assert "Record: Read the record of all projects" in page
    assert re.search(r"<label[^>]*>Administrator", page)
    assert "uperuser" not in re.sub(r'[a-z-]+="[^"]*"', "", page)
    group = Group.objects.get(name=StaffPart.RECORD)
    found = changed(at_browser(root), bo, is_staff="on", groups=[str(group.pk)])
    assert list(found.groups.all()) == [group]
    assert at_browser(found).get(reverse("admin:audit_entry_changelist")).status_code == 200


def test_a_refusal_in_bulk_names_each_thing_that_refused() -> None:
    sam, bo = staff(StaffPart.PEOPLE), a_person("Bo Nguyen")
    root = User.objects.create_superuser("root@ronde.example", PASSWORD, name="Root")
    chosen = {"action": "deactivate", "_selected_action": [str(one.pk) for one in (root, sam, bo)]}
    page = at_browser(sam).post(reverse("admin:accounts_user_changelist"), chosen, follow=True).content.decode()
    why = "Only an administrator can do this to someone with access to the administration."
    assert f"Person root@ronde.example, Root: {why}" in page
    assert f"Person {sam.email}, Sam Staff: {why}" in page
    assert "Done for one item." in page
    assert [User.objects.get(pk=one.pk).is_active for one in (root, sam, bo)] == [True, True, False]


def test_a_refused_invitation_is_named_by_its_address() -> None:
    made = one_of_each()
    invitation = Invitation.objects.filter(project=made.cast.project).first()
    assert invitation
    invitation.withdraw(by=made.cast.fay)
    sent = {"action": "withdraw", "_selected_action": [str(invitation.pk)]}
    address = reverse("admin:invitations_invitation_changelist")
    page = at_browser(staff(StaffPart.PEOPLE)).post(address, sent, follow=True).content.decode()
    assert f"Invitation {invitation.email}, {invitation.circle}: " in page


def test_a_part_ends_no_token_and_makes_none() -> None:
    bo = a_person("Bo Nguyen")
    Token.issue(bo, "phone")
    page = at_browser(staff(StaffPart.PEOPLE)).get(reverse("admin:accounts_token_changelist")).content.decode()
    assert "phone" in page
    assert bo.tokens.get().digest not in page
