"""API of questions and tracks."""

from ninja import Router

from tracks.api.gates import router as gates
from tracks.api.questions import router as questions
from tracks.api.tracks import router as tracks

router = Router()
for _each in (questions, tracks, gates):
    router.add_router("", _each)
