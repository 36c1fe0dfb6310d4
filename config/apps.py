"""The apps that Ronde has its own form of."""

from django.contrib.admin.apps import AdminConfig


class RondeAdminConfig(AdminConfig):
    """Django's admin with our site."""

    default_site = "config.admin.RondeAdminSite"
