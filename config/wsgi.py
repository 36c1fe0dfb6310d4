"""Serve pages without sockets, from WSGI workers beside the ASGI nodes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.warmup import warm_up  # noqa: E402 only now is Django set up

warm_up()
