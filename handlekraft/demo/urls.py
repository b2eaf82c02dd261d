"""Address of the cast."""

from django.urls import path

from handlekraft.demo import views

urlpatterns = [path("log-ind/som/", views.persona, name="persona")]
