"""The API of projects and circles, by resource. The same rights and actions as the pages."""

from ninja import Router

from circles.api import changes, fundamentals, guests, money, people, projects, roles, scope

router = Router()
for resource in (projects, fundamentals, people, guests, money, changes, roles, scope):
    router.add_router("", resource.router)
