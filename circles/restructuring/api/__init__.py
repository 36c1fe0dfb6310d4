"""The API of changes of circles. The same rights and actions as the pages."""

from ninja import Router

from circles.restructuring.api import changes, circles

router = Router()
for resource in (changes, circles):
    router.add_router("", resource.router)
