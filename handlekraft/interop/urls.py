"""Addresses of the room."""

from django.urls import path

from handlekraft.interop import views

urlpatterns = [
    path("indlaes/", views.import_page, name="import"),
    path("indlaes/skabelon/", views.template, name="import_template"),
]
