"""Proposals for administrators, with what was claimed and reworded."""

from typing import ClassVar

from django.contrib import admin

from decisions.decisions.admin.inlines import FactInline
from decisions.decisions.models import Claim, ClaimRelease, ClarifyingQuestion, Editorial, Effect, Proposal, Round
from foundation.audit.admin import ReadOnlyAdmin
from foundation.audit.fact_admin import FactAdmin
from foundation.web.administration import DoneFilter


class RoundInline(FactInline):
    """The rounds of a proposal."""

    model = Round
    fields = ("number", "decides", "in_sync", "opened_at", "closes_at", "closed_at", "outcome")


@admin.register(Proposal)
class ProposalAdmin(FactAdmin):
    """Proposals."""

    list_display = ("reference", "title", "project", "circle", "created_by", "cost", "reversibility", "changed_at")
    list_filter = ("reversibility", ("withdrawn_at", DoneFilter), "project")
    search_fields = ("title", "tension", "text", "number")
    list_select_related = ("project", "circle", "created_by")
    inlines: ClassVar = [RoundInline]


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """Claims."""

    list_display = ("proposal", "circle", "names", "what", "by", "made_at")
    search_fields = ("names", "what", "proposal__title")
    list_select_related = ("proposal", "circle", "by")


@admin.register(ClaimRelease)
class ClaimReleaseAdmin(ReadOnlyAdmin):
    """Claims that were settled."""

    list_display = ("claim", "by", "settled", "released_at")
    search_fields = ("settled", "claim__proposal__title", "by__name")
    list_select_related = ("claim__circle", "by")


@admin.register(Effect)
class EffectAdmin(ReadOnlyAdmin):
    """Answers about what texts name."""

    list_display = ("proposal", "sort", "names", "changes", "why", "by", "answered_at")
    list_filter = ("sort", "changes")
    search_fields = ("names", "why", "proposal__title")
    list_select_related = ("proposal", "by")


@admin.register(ClarifyingQuestion)
class ClarifyingQuestionAdmin(ReadOnlyAdmin):
    """Questions to who proposes."""

    list_display = ("proposal", "text", "by", "asked_at", "answered_by", "answered_at")
    list_filter = (("answered_at", DoneFilter),)
    search_fields = ("text", "answer", "proposal__title")
    list_select_related = ("proposal", "by", "answered_by")


@admin.register(Editorial)
class EditorialAdmin(ReadOnlyAdmin):
    """Changes of wording."""

    list_display = ("round", "by", "made_at", "refused_by", "refused_at")
    list_filter = (("refused_at", DoneFilter),)
    search_fields = ("by__name", "round__title")
    list_select_related = ("round__proposal", "by", "refused_by")
