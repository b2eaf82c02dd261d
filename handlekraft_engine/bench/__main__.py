"""``python -m handlekraft_engine.bench``."""

import sys

from handlekraft_engine.bench.command import main

sys.exit(main())
