"""The API of decisions, by resource. The same verbs and rights as the pages."""

from ninja import Router

from decisions.decisions.api import (
    absences,
    amendments,
    change_costs,
    editorials,
    exceptional,
    proposals,
    questions,
    register,
    reviews,
)

router = Router()
for resource in (
    proposals,
    change_costs,
    questions,
    amendments,
    absences,
    editorials,
    exceptional,
    register,
    reviews,
):
    router.add_router("", resource.router)
