"""Addresses of the sheets."""

from django.urls import path

from handlekraft.desks import team

urlpatterns = [
    path("team/", team.teams, name="teams"),
    path("team/<int:pk>/", team.team, name="team"),
]
