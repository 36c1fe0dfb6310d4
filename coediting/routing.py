"""Addresses of documents' sockets, and their orderly end with the server."""

from django.urls import re_path

from coediting.consumers import document_socket

UUID = r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}"
urlpatterns = [re_path(rf"^ws/documents/(?P<document>{UUID})/?$", document_socket)]  # type: ignore[arg-type]  # ASGI
