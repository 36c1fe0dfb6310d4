"""A decision on a suggestion is taken back also while others type without a pause."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from documents.documents.models import Suggestion
from documents.documents.workflows.suggestion_verdicts import accept
from documents.documents.workflows.undo_verdict import TRIES, undo_last_verdict
from foundation.accounts.models import User
from foundation.audit.models import Head
from tests.documents.documents.test_suggestions import TEXT, document, fresh, says, suggestion, types

__all__ = ["document", "suggestion"]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class Typing:
    """Types at each try, and once more as the last one begins: right before it locks the project's row."""

    def __init__(self, suggestion: Suggestion, by: User) -> None:
        self.suggestion, self.by, self.letters, self.is_typing = suggestion, by, "", False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        is_locking = Head._meta.db_table in sql and sql.startswith("SELECT")
        if is_locking and len(self.letters) <= TRIES and not self.is_typing:
            self.is_typing = True
            letter = "abcdefgh"[len(self.letters)]
            types(self.suggestion.document, 2, letter, self.by)
            self.letters, self.is_typing = self.letters + letter, False
        return execute(sql, params, many, context)


def test_a_decision_is_undone_though_a_person_types_at_each_try(suggestion: Suggestion, ada: User) -> None:
    accept(suggestion, by=ada)
    typing = Typing(suggestion, ada)
    with connection.execute_wrapper(typing):
        undo_last_verdict(fresh(suggestion), by=ada)
    assert len(typing.letters) > TRIES
    assert says(suggestion.document) == TEXT.replace("stayed dry.", f"stayed dry.{typing.letters}")
    assert len(fresh(suggestion).changes().changes) == 2
