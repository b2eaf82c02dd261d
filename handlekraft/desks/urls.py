"""Addresses of the sheets."""

from django.urls import path

from handlekraft.desks import citizen, citizen_list, daily_rhythm, own, team

urlpatterns = [
    path("borgere/", citizen_list.citizens, name="citizens"),
    path("borgere/<int:pk>/", citizen.citizen, name="citizen"),
    path("borgere/<int:pk>/doegnrytme/", daily_rhythm.daily_rhythm, name="daily_rhythm"),
    path("doegnrytme/<int:pk>/slut/", daily_rhythm.own_activity_end, name="end_own_activity"),
    path("min-side/", own.own_page, name="own_page"),
    path("team/", team.teams, name="teams"),
    path("team/<int:pk>/", team.team, name="team"),
]
