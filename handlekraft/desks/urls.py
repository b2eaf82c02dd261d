"""Addresses of the sheets."""

from django.urls import path

from handlekraft.desks import citizen, citizen_list, own, team

urlpatterns = [
    path("borgere/", citizen_list.citizens, name="citizens"),
    path("borgere/<int:pk>/", citizen.citizen, name="citizen"),
    path("min-side/", own.own_page, name="own_page"),
    path("team/", team.teams, name="teams"),
    path("team/<int:pk>/", team.team, name="team"),
]
