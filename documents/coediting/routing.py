"""Addresses of documents' sockets, and their orderly end with the server."""

from django.urls import re_path

from documents.coediting.consumers import DocumentConsumer

UUID = r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}"
urlpatterns = [re_path(rf"^ws/documents/(?P<document>{UUID})/?$", DocumentConsumer.as_asgi())]
