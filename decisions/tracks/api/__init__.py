"""API of questions and tracks."""

from ninja import Router

from decisions.tracks.api.gates import router as gates
from decisions.tracks.api.questions import router as questions
from decisions.tracks.api.tracks import router as tracks

router = Router()
for _each in (questions, tracks, gates):
    router.add_router("", _each)
