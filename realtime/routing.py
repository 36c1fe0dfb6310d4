"""Addresses of circles' sockets."""

from django.urls import re_path

from realtime.page_socket import page_socket

urlpatterns = [re_path(r"^ws/news/?$", page_socket)]  # type: ignore[arg-type] # an ASGI application, not a view
