"""Who is let into a document's session: the query that is composed once says what the rules say, of everyone."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest, let_out
from documents.coediting.newcomers import person_now, token_shown
from documents.documents.admission import admissions, let_in
from documents.documents.models import Document
from documents.documents.permissions import may_read, may_write
from documents.documents.workflows import restricting
from documents.documents.workflows.restricting import RestrictionTerms
from foundation.accounts.models import Token, User
from foundation.serving.composed_query import ComposedQuery
from foundation.web.repeated_query import RepeatedQuery
from tests.factories import a_circle, a_person

pytestmark = pytest.mark.django_db


class Scene:
    """A plan and an offer in ada's and bo's circle, dan in another one, eve outside, and guests of all kinds."""

    def __init__(self) -> None:
        self.ada, self.bo, self.dan, self.eve = map(a_person, ("Ada M", "Bo N", "Dan Q", "Eve R"))
        self.circle = a_circle(self.ada, self.bo, name="Market")
        self.field = a_circle(self.dan, inside=self.circle.project.circles.general(), name="Field")
        self.plan, self.offer = (Document.create(self.circle, title, by=self.ada) for title in ("Plan", "Offer"))
        self.note = Document.create(self.field, "Note", by=self.dan)
        things = {"Gil": (self.plan, "read"), "Hal": (self.offer, "write"), "Ina": (self.circle, "write")}
        self.guests = [self.guest(name, thing, level) for name, (thing, level) in things.items()]
        self.gone = self.guest("Jo", self.plan, "write")
        let_out(Guest.objects.get(user=self.gone), by=self.ada)

    def guest(self, name: str, thing: Any, level: str) -> User:
        person = a_person(f"{name} Lab")
        invite_guest(thing, str(person.email), level=level, reason="Tests", ends_on=None, by=self.ada)
        accept(Guest.objects.latest("pk"), by=person)
        return person

    def pairs(self) -> Iterator[tuple[User, Document]]:
        for person in (self.ada, self.bo, self.dan, self.eve, *self.guests, self.gone):
            for document in (self.plan, self.offer, self.note):
                yield person, Document.objects.get(pk=document.pk)


def restrict(scene: Scene) -> None:
    restricting.restrict(scene.offer, RestrictionTerms("Our price", people=[scene.dan]), by=scene.ada)


def restrict_to_circle(scene: Scene) -> None:
    restricting.restrict(scene.offer, RestrictionTerms("Our price", circles=[scene.field]), by=scene.ada)


def leave_the_project(scene: Scene) -> None:
    scene.circle.memberships.get(user=scene.bo).end(by=scene.ada)


def let_the_guests_day_come(scene: Scene) -> None:
    Guest.objects.update(ends_at=F("taken_at"))


def close(scene: Scene) -> None:
    Document.objects.filter(pk=scene.plan.pk).update(closed_at=F("created_at"))


@pytest.mark.parametrize(
    "change", [None, restrict, restrict_to_circle, leave_the_project, let_the_guests_day_come, close]
)
def test_everybody_is_let_in_as_the_rules_say(change: Callable[[Scene], None] | None) -> None:
    scene = Scene()
    if change:
        change(scene)
    said = set()
    for person, document in scene.pairs():
        admission = let_in(person, document.pk)
        assert (admission is not None) == may_read(person, document)
        assert bool(admission and admission.may_write) == may_write(person, document)
        if admission:
            assert admission.is_guest != document.project.has(person)
        said.add(admission and (admission.is_writer, admission.is_closed, admission.is_guest))
    assert {None, (True, False, False)} <= said


@pytest.mark.both_databases
def test_it_is_composed_once_and_asked_about_everybody() -> None:
    scene, composed = Scene(), 0

    def compose(user: UUID, document: UUID) -> QuerySet[Document, tuple[Any, ...]]:
        nonlocal composed
        composed += 1
        return admissions(user, document)

    asked = ComposedQuery(RepeatedQuery(compose, "user", "document"))
    for person, document in scene.pairs():
        of_orm = [tuple(map(bool, row)) for row in admissions(person.pk, document.pk)]
        assert [tuple(map(bool, row)) for row in asked.rows(user=person.pk, document=document.pk)] == of_orm
    assert composed == 1


def test_letting_somebody_in_is_one_query() -> None:
    scene = Scene()
    let_in(scene.ada, scene.plan.pk)
    with CaptureQueriesContext(connection) as queries:
        assert let_in(scene.bo, scene.plan.pk)
    assert len(queries) == 1


@pytest.mark.parametrize("scopes", [["read"], ["documents:write", "read"]])
def test_a_token_is_found_as_the_model_finds_it(scopes: list[str]) -> None:
    ada = a_person("Ada M")
    project = a_circle(ada).project
    first, second = Token.issue(ada, "One", scopes=scopes), Token.issue(ada, "Two", scopes=scopes, project=project.pk)
    for secret in (first, second, "ronde_none"):
        expected, found = Token.shown(secret), token_shown(secret)
        assert bool(found) == bool(expected)
        if found and expected:
            fields = ("user_id", "digest", "scopes", "project")
            assert [getattr(found, name) for name in fields] == [getattr(expected, name) for name in fields]
            about = ("pk", "access_epoch", "name", "hue")
            assert [getattr(found.user, name) for name in about] == [getattr(expected.user, name) for name in about]


def test_a_token_that_has_ended_is_not_found() -> None:
    ada = a_person("Ada M")
    secret = Token.issue(ada, "One")
    assert token_shown(secret)
    Token.objects.get().end()
    assert token_shown(secret) is None


def test_nobody_who_left_is_found() -> None:
    ada = a_person("Ada M")
    secret = Token.issue(ada, "One")
    assert person_now(ada.pk) == ada
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert person_now(ada.pk) is None
    assert token_shown(secret) is None
