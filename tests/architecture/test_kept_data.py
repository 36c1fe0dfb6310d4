"""Every app says what it keeps: what goes along with a project, and what becomes of a person's when they are erased."""

from collections import Counter

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from guardian.models import GroupObjectPermission, UserObjectPermission

from across.takeaway.tables import project_tables
from circles.circles.takeaway_parts import takeaway_parts
from circles.projects.models import Project
from documents.conversation.kept_posts import clean_post
from documents.conversation.models import Post
from foundation.accounts.models import User
from foundation.web.kept_data import kept_data, with_companions
from tests.architecture.sources import APPS, app_of

OF_USERS = [one.remote_field.through for one in User._meta.local_many_to_many]
OF_THE_CODE = {Group, Permission, UserObjectPermission, GroupObjectPermission, ContentType, *OF_USERS}
"""Rights by group, and by things of any kind, which no page of ours gives or asks for, and what Django notes of the
code.
"""
WITHOUT_A_FOLDER = {
    "accounts": "people's own",
    "audit": "the folder is written by record, which has its sentences",
    "coediting": "its logs lie in the folder of documents",
    "decisions": "decision_files writes their folder",
    "documents": "document_files writes their folder, in the formats that it knows",
    "files": "their folder is written by circles, which know the project",
    "inbox": "each person's own",
    "invitations": "who came in how stands in the record, and addresses are for their owners",
    "projects": "the project itself is in the folder of members, with its circles",
    "search": "the index is made of what is in other folders",
    "takeaway": "it is what copies",
    "webhooks": "programs that hear of this server",
}


def every_model() -> list[type[models.Model]]:
    """All that have a table, but history and what lies between two models, which go with their model."""
    found = [model for model in apps.get_models() if not model.__name__.startswith("Historical")]
    return [model for model in found if model not in OF_THE_CODE]


def names_people(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.related_model is User]


@pytest.mark.parametrize("model", [one for one in every_model() if issubclass(one, Post)], ids=str)
def test_what_people_write_is_cleaned_as_it_arrives_and_loses_erased_names(model: type[Post]) -> None:
    """Pages show its HTML as it is: a copy from elsewhere brings in none of its own."""
    assert [kept.arriving[model] for kept in kept_data() if model in kept.arriving] == [clean_post]
    assert [True for kept in kept_data() if "html" in kept.mentions.get(model, ())] == [True]


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model._meta.label)
def test_a_model_goes_along_with_its_project_or_says_why_not(model: type[models.Model]) -> None:
    said = Counter([one for kept in kept_data() for one in (*kept.tables, *kept.left_out)])
    assert said[model] == 1, "name it in tables or left_out of its app's kept_data.py"


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model._meta.label)
def test_a_row_that_names_a_person_goes_with_them_or_is_common_work(model: type[models.Model]) -> None:
    private = {one: lookup for kept in kept_data() for one, lookup in kept.private.items()}
    common = {one: list(names) for kept in kept_data() for one, names in kept.common.items()}
    said = Counter([*([private[model]] if model in private else []), *common.get(model, [])])
    assert {name: said[name] for name in names_people(model)} == dict.fromkeys(names_people(model), 1), (
        "name it in private or common of its app's kept_data.py"
    )


def test_an_app_speaks_of_its_own_models() -> None:
    strange = {
        (kept.app, model._meta.label)
        for kept in kept_data()
        for model in (*kept.tables, *kept.left_out, *kept.private, *kept.common, *kept.copies, *kept.arriving)
        if app_of(model.__module__) in APPS and model._meta.app_label != kept.app
    }
    assert strange == set()


def test_history_and_what_lies_between_models_goes_along() -> None:
    tables = with_companions({model: lookup for kept in kept_data() for model, lookup in kept.tables.items()})
    left = {model for kept in kept_data() for model in kept.left_out}
    left |= {one.history.model for one in left if hasattr(one, "history")} | {User.history.model}
    ours = {
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS and model not in OF_THE_CODE
    }
    assert ours - set(tables) - left == set()


def test_every_lookup_leads_to_a_project() -> None:
    nobodys = Project(slug="nobody")
    for model, lookup in project_tables().items():
        str(model._default_manager.filter(**{lookup: nobodys.pk}).query)
    assert len(project_tables()) > 60


def test_an_app_with_things_gives_a_folder_to_take_away() -> None:
    apps_with_tables = {kept.app for kept in kept_data()}
    folders = {app_of(part.files.__module__) for part in takeaway_parts()}
    assert apps_with_tables - folders == set(WITHOUT_A_FOLDER)
