"""Addresses of circles' sockets."""

from django.urls import re_path

from circles.realtime.consumers import NewsConsumer

urlpatterns = [re_path(r"^ws/news/?$", NewsConsumer.as_asgi())]
