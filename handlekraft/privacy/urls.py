"""Paths of the published privacy page."""

from django.urls import path

from handlekraft.privacy import views

urlpatterns = [path("privatliv/", views.privacy, name="privacy")]
