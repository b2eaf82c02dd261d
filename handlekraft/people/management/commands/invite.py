"""A new code for somebody who lost her sign-in when nobody else can make one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handlekraft.access.installation import Installation
from handlekraft.people import letters
from handlekraft.people.actions.invitations import invite_employee
from handlekraft.people.models import Invitation, User


class Command(BaseCommand):
    """Prints a code; the second factor stays as it is."""

    help = "Laver en ny kode til en medarbejder, hvis ingen kan komme ind på siderne."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who."""
        parser.add_argument("username", help="Medarbejderens brugernavn")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite and print."""
        user = User.objects.known_as(options["username"])
        employee = getattr(user, "employee", None)
        if employee is None:
            raise CommandError(f"Der er ingen medarbejder med brugernavnet {options['username']}.")
        invitation = invite_employee(Installation(), employee, way=Invitation.Way.LETTER)
        self.stdout.write(f"Vælg adgangskode her: {letters.address_of(invitation)}")
        self.stdout.write(f"Koden er {invitation.code}. Den kan bruges én gang og gælder i 14 dage.")
