"""Addresses of visits, the day and the week."""

from django.urls import path

from handlekraft.visits.views import week, week_compare, week_moves, week_runs

urlpatterns = [
    path("ugen/", week.week_now, name="week_now"),
    path("ugen/beregning/<int:pk>/", week_runs.progress, name="week_run"),
    path("ugen/beregning/<int:pk>/afbryd/", week_runs.cancel, name="week_cancel"),
    path("ugen/beregning/<int:pk>/igen/", week_runs.retry, name="week_retry"),
    path("team/<int:team>/ugen/", week.week, name="week"),
    path("team/<int:team>/ugen/<str:week>/", week.week, name="week"),
    path("team/<int:team>/ugen/<str:week>/foreslaa/", week.propose, name="week_propose"),
    path("team/<int:team>/ugen/<str:week>/vedtag/", week.adopt_proposal, name="week_adopt"),
    path("team/<int:team>/ugen/<str:week>/flyt/", week_moves.move, name="week_move"),
    path("team/<int:team>/ugen/<str:week>/laas/", week_moves.lock, name="week_lock"),
    path("team/<int:team>/ugen/<str:week>/fortryd/<int:change>/", week_moves.undo, name="week_undo"),
    path("team/<int:team>/ugen/<str:week>/sammenlign/", week_compare.compare, name="week_compare"),
]
