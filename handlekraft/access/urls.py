"""Addresses of emergency access and of the citizen's log."""

from django.urls import path

from handlekraft.access import views

urlpatterns = [
    path("noedadgang/", views.break_glass, name="break_glass"),
    path("noedadgang/<int:pk>/slut/", views.break_glass_end, name="end_break_glass"),
    path("team/<int:pk>/noedadgange/", views.team_break_glasses, name="team_break_glasses"),
    path("borgere/<int:pk>/log/", views.citizen_log, name="citizen_log"),
    path("spoerg-hvorfor/<int:pk>/svar/", views.answer, name="answer_why"),
    path("min-side/journal-log/", views.own_log, name="own_log"),
]
