"""Addresses of money; `config.urls` joins them to those of circles."""

from django.urls import path

from circles.money import views

IN_PROJECT = [
    path("circles/<slug:circle>/money/", views.money, name="money"),
    path("circles/<slug:circle>/allotments/", views.allotments, name="allotments"),
    path("circles/<slug:circle>/returns/", views.returns, name="returns"),
    path("circles/<slug:circle>/expenses/", views.expenses, name="expenses"),
    path("circles/<slug:circle>/expenses/<int:number>/calling-back/", views.calling_back, name="calling_back"),
    path("circles/<slug:circle>/budget/", views.budget, name="budget"),
]
"""Below `/p/<project>/`."""
