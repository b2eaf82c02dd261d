"""The first steps of an empty installation: the organisation and its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from handlekraft.access.installation import Installation
from handlekraft.people import letters
from handlekraft.people.actions.invitations import set_up_organisation
from handlekraft.people.models import Organisation

QUESTIONS = {
    "organisation": "Organisationens navn",
    "name": "Den første systemadministrators navn",
    "username": "Hendes eller hans brugernavn",
    "email": "Mail (kan være tom)",
}


class Command(BaseCommand):
    """Once per installation."""

    help = "Opretter organisationen og den første systemadministrator på en tom installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Each question can be answered on the command line."""
        for key, question in QUESTIONS.items():
            parser.add_argument(f"--{key}", help=question)

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, ask, make, and say how to go on."""
        call_command("migrate", verbosity=0, interactive=False)
        if (organisation := Organisation.objects.first()) is not None:
            raise CommandError(
                f"{organisation} er allerede sat op. Resten gøres på siderne. "
                "Er alle logins tabt: handlekraft invite BRUGERNAVN."
            )
        answers = {key: self.answer(key, question, options) for key, question in QUESTIONS.items()}
        invitation = set_up_organisation(
            Installation(),
            answers["organisation"],
            person=answers["name"],
            username=answers["username"],
            email=answers["email"],
        )
        self.stdout.write(f"{answers['organisation']} er sat op.")
        self.stdout.write(f"Vælg adgangskode her: {letters.address_of(invitation)}")
        self.stdout.write(f"Koden er {invitation.code}. Den kan bruges én gang og gælder i 14 dage.")

    def answer(self, key: str, question: str, options: dict[str, Any]) -> str:
        """From the command line, else typed."""
        given = options[key]
        text = str(input(f"{question}: ") if given is None else given).strip()
        if key == "email" and text:
            try:
                validate_email(text)
            except ValidationError as mistake:
                raise CommandError(f"{text} er ikke en mailadresse.") from mistake
        if not text and key != "email":
            raise CommandError(f"{question} mangler.")
        return text
