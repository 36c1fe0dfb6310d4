"""Addresses of webhooks."""

from django.urls import path

from across.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("webhooks/<int:pk>/ending/", views.remove, name="remove"),
    path("webhooks/<int:pk>/secrets/", views.renew_secret, name="renew_secret"),
    path("webhooks/<int:pk>/resumption/", views.resume, name="resume"),
    path("webhooks/<int:pk>/trials/", views.try_out, name="try_out"),
    path("webhooks/<int:pk>/replays/", views.replay_since, name="replay_since"),
    path("webhooks/<int:pk>/deliveries/<int:delivery>/replays/", views.replay, name="replay"),
]
