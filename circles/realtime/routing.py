"""Addresses of circles' sockets."""

from django.urls import re_path

from circles.realtime.consumers import ChangeConsumer

urlpatterns = [re_path(r"^ws/news/?$", ChangeConsumer.as_asgi())]
