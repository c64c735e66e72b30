"""Settings all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# On the build server the same examples every time: a red build is then a fault, not luck. A person
# gets new examples at each run.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("person", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "person")
