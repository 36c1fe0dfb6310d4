"""API of actions."""

from ninja import Router

from decisions.actions.api.actions import router as actions
from decisions.actions.api.bulk import router as bulk
from decisions.actions.api.details import router as details
from decisions.actions.api.labels import router as labels

router = Router()
for _each in (bulk, actions, details, labels):
    router.add_router("", _each)
