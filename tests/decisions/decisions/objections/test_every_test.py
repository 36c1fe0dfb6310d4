"""Each test of an objection is asked, answered and shown in every place, in both languages.

Whoever adds one runs this file: it names each place that lacks it.
"""

from dataclasses import fields

import pytest
from django.template.loader import get_template
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from decisions.decisions.api.schemas import AnswersIn
from decisions.decisions.forms.objections import ObjectionForm
from decisions.decisions.models import Objection, Round
from decisions.decisions.objection_tests import ObjectionTests, Test
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from foundation.web.languages import LANGUAGES
from tests.factories import a_circle, a_person, a_project, a_round, an_element, valid_objection_tests

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def page(reader: User, address: str) -> str:
    client = Client()
    client.force_login(reader)
    return client.get(address).text


def an_objection(by: User, round_: Round) -> Objection:
    element = an_element(round_.proposal.project)
    return take_position(round_, "objection", by=by, objection_tests=valid_objection_tests(element)).objection


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_test_is_asked_and_shown_in_every_place(language: str) -> None:
    ada, bo = (a_person(name, language=language) for name in ("Ada", "Bo"))
    round_ = a_round(circle=a_circle(ada, bo, inside=a_project(ada, language=language).circles.general()), by=ada)
    objection = an_objection(bo, round_)
    proposal = objection.proposal.get_absolute_url()
    places = {
        "the form": page(bo, f"{proposal}rounds/1/objections/"),
        "the screen of who objected": page(bo, objection.integration_url),
        "the screen of the others": page(ada, objection.integration_url),
        "the proposal": page(ada, proposal),
    }
    with translation.override(language):
        questions = {test: escape(translation.gettext(test.facts.question)) for test in Test}
    lacking = [(place, test) for place, shown in places.items() for test in Test if questions[test] not in shown]
    assert lacking == []
    forms = {place: shown for place, shown in places.items() if place in ("the form", "the screen of who objected")}
    names = [(place, name) for place in forms for test in Test for name in test.facts.fields]
    assert [(place, name) for place, name in names if f'name="{name}"' not in forms[place]] == []
    assert f"{len(Test)} {'of' if language == 'en' else 'sur'} {len(Test)}" in places["the screen of the others"]


def test_every_test_has_a_number_a_question_and_fields_of_its_own() -> None:
    assert [test.facts.mark for test in Test] == [str(number) for number in range(1, len(Test) + 1)]
    names = [name for test in Test for name in test.facts.fields]
    assert len(names) == len(set(names))
    for known in ({field.name for field in fields(ObjectionTests)}, ObjectionForm.base_fields, AnswersIn.model_fields):
        assert set(names) <= set(known)
    for test in Test:
        get_template(f"decisions/asked/{test.facts.asked_as}.html")
        with translation.override("fr"):
            assert translation.gettext(test.facts.question) != test.facts.question


def test_pages_that_speak_of_five_answers_are_right() -> None:
    assert len(Test) == 5, "“five” stands in integration, new objection, API and docs/consent.md"
