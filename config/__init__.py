"""The site. Whatever process sets Django up knows the queue that its tasks wait in."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
