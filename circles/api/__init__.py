"""The API of circles, by resource. The same rights and actions as the pages."""

from ninja import Router

from circles.api import circles, fundamentals, people, profiles, projects, roles, scope

__all__ = ["projects", "router"]  # making a project is an operation of the list of projects: one address, one router

router = Router()
for resource in (circles, fundamentals, people, profiles, roles, scope):
    router.add_router("", resource.router)
