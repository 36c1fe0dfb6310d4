"""The API of decisions as files. The same verbs and rights as the pages."""

from ninja import Router

from decisions.decision_files.api import imported_processes, register

router = Router()
for resource in (imported_processes, register):
    router.add_router("", resource.router)
