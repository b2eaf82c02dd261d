"""Addresses of citizens. The list and the citizen's page stand at the desks."""

from django.urls import path

from handlekraft.citizens.views import faces, help, knowledge, person  # noqa: A004 - the noun of the page

urlpatterns = [
    path("borgere/ny/", person.admit, name="admit_citizen"),
    path("borgere/<int:pk>/ret/", person.change, name="change_citizen"),
    path("borgere/<int:pk>/cpr/", person.cpr, name="show_cpr"),
    path("borgere/<int:pk>/flyt/", person.move, name="move_citizen"),
    path("borgere/<int:pk>/afslut/", person.end, name="end_citizen"),
    path("borgere/<int:pk>/genoptag/", person.readmit, name="readmit_citizen"),
    path("borgere/<int:pk>/vigtigt/", knowledge.what_matters, name="what_matters"),
    path("borgere/<int:pk>/obs/", knowledge.alerts, name="alerts"),
    path("obs/<int:pk>/slut/", knowledge.alert_end, name="end_alert"),
    path("borgere/<int:pk>/doer/", knowledge.door_code, name="set_door_code"),
    path("borgere/<int:pk>/godt-at-vide/", knowledge.good_to_know, name="good_to_know"),
    path("godt-at-vide/<int:pk>/slut/", knowledge.good_to_know_end, name="end_good_to_know"),
    path("borgere/<int:pk>/ikke-hjemme/", knowledge.away, name="register_away"),
    path("ikke-hjemme/<int:pk>/hjem/", knowledge.away_return, name="plan_return"),
    path("ikke-hjemme/<int:pk>/slut/", knowledge.away_end, name="end_away"),
    path("borgere/<int:pk>/gruppen/", faces.group, name="group"),
    path("borgere/<int:pk>/gruppen/kontakt/", faces.primary_contact, name="primary_contact"),
    path("borgere/<int:pk>/gruppen/antal/", faces.faces_wanted, name="faces_wanted"),
    path("ansigter/<int:pk>/slut/", faces.face_end, name="end_face"),
    path("nyt-i-gruppen/<int:pk>/fortalt/", faces.change_told, name="tell_change"),
    path("borgere/<int:pk>/hjaelp/ny/", help.help_new, name="agree_help"),
    path("hjaelp/<int:pk>/", help.help_change, name="change_help"),
    path("hjaelp/<int:pk>/slut/", help.help_end, name="end_help"),
]
