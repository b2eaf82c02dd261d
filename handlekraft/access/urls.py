"""Addresses of break-glass and of the citizen's log."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
