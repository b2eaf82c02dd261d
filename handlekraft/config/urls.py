"""The addresses of the house: Danish paths, English names."""

from django.urls import include, path

from handlekraft.config.views import front, health

handler400 = "handlekraft.web.errors.bad_request"
handler403 = "handlekraft.web.errors.forbidden"
handler404 = "handlekraft.web.errors.not_found"
handler500 = "handlekraft.web.errors.broken"

ROOMS = ["web", "privacy", "people", "access", "citizens", "rosters", "visits", "interop", "desks", "demo"]
urlpatterns = [
    path("", front, name="front"),
    path("sundhed/", health, name="health"),
    *(path("", include(f"handlekraft.{room}.urls")) for room in ROOMS),
]
