"""Addresses of circles' sockets."""

from django.urls import re_path

from chat.realtime.consumers import PageConsumer

urlpatterns = [re_path(r"^ws/news/?$", PageConsumer.as_asgi())]
