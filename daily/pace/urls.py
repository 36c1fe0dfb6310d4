"""Address of pace; `config.urls` joins it to those of today."""

from django.urls import path

from daily.pace import views

urlpatterns = [
    path("p/<slug:project>/pace/", views.pace, name="pace"),
]
