"""`python -m handlekraft.config` is the `handlekraft` command."""

from handlekraft.config.command import main

main()
