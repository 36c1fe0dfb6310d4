"""The API of circles, by resource. The same rights and actions as the pages."""

from ninja import Router

from circles.circles.api import circles, fundamentals, people, profiles, projects, roles, scope

router = Router()
for resource in (circles, fundamentals, people, profiles, projects, roles, scope):
    router.add_router("", resource.router)
