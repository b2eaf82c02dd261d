"""``python -m handlekraft_engine.travel``."""

import sys

from handlekraft_engine.travel.command import main

sys.exit(main())
