"""The `handlekraft` command: everything one can ask the installation to do from a shell."""

import os
import sys

HELP = """\
handlekraft KOMMANDO

  setup           opret organisationen og den første administrator
  invite BRUGER   ny kode til en medarbejder, når ingen kan komme ind på siderne
  serve           start webserver og arbejder (PORT eller --port)
  work            kun arbejder og ur
  import MAPPE    indlæs medarbejdere, borgere, hjælp og vagter
  plan            planlæg et teams eller alle teams uge
  warm            gør planlægningsmotoren klar i forvejen
  streets FIL     gør et kort fra OpenStreetMap klar til vejtider
  bench SÆT       mål planlægningsmotoren mod andre motorer
  audit verify    find rettede, slettede eller ombyttede rækker i loggen
  backup FIL      gem hele installationen
  restore FIL     læg en sikkerhedskopi tilbage
  demo            læg prøvekommunen ind
  migrate         bring databasen op til denne version

handlekraft KOMMANDO --help fortæller mere om hver.
"""


def main(arguments: list[str] | None = None) -> None:
    """Run one command. Without a command, or with a wish for help, say what there is."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(HELP, end="")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handlekraft.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["handlekraft", *words])
