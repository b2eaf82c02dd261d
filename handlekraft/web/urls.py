"""Addresses of the pages that belong to no room: about the system itself."""

from django.urls import path

from handlekraft.web import views

urlpatterns = [
    path("om/", views.about, name="about"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("sprog/", views.language, name="language"),
    path("stil/", views.style, name="style"),
]
