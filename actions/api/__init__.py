"""API of actions."""

from ninja import Router

from actions.api.actions import router as actions
from actions.api.bulk import router as bulk
from actions.api.details import router as details
from actions.api.labels import router as labels

router = Router()
for _each in (bulk, actions, details, labels):
    router.add_router("", _each)
