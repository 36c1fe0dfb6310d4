"""Who people are, the tokens that speak for them, and the answers kept for them."""

from foundation.accounts.models.form_draft import FormDraft, FormDraftQuerySet
from foundation.accounts.models.stored_response import CountedTries, StoredResponse
from foundation.accounts.models.token import MOST_TOKEN_DAYS, TOKEN_DAYS, Token, TokenQuerySet, digest
from foundation.accounts.models.user import HUES, PersonChanged, User, UserManager

__all__ = [
    "HUES",
    "MOST_TOKEN_DAYS",
    "TOKEN_DAYS",
    "CountedTries",
    "FormDraft",
    "FormDraftQuerySet",
    "PersonChanged",
    "StoredResponse",
    "Token",
    "TokenQuerySet",
    "User",
    "UserManager",
    "digest",
]
