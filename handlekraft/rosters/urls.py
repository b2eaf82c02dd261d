"""Addresses of the roster."""

from django.urls import path

from handlekraft.rosters import views

urlpatterns = [
    path("team/<int:pk>/vagter/<str:week>/", views.shifts, name="shifts"),
    path("team/<int:pk>/vagter/<str:week>/kopier/", views.copy, name="copy_shifts"),
    path("team/<int:pk>/vagter/<str:week>/fri-for-besoeg/", views.protect, name="protect_time"),
    path("team/<int:pk>/vagter/<str:week>/fri-for-besoeg/<int:protected>/slut/", views.free, name="free_time"),
]
