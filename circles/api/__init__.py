"""The API of projects and circles, by resource. The same rights and actions as the pages."""

from ninja import Router

from circles.api import changes, fundamentals, guests, joining, money, people, profiles, projects, roles, scope

router = Router()
for resource in (projects, fundamentals, people, profiles, guests, joining, money, changes, roles, scope):
    router.add_router("", resource.router)
