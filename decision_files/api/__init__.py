"""The API of decisions as files. The same verbs and rights as the pages."""

from ninja import Router

from decision_files.api import register

router = Router()
router.add_router("", register.router)
