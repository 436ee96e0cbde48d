"""Plugins and settings for every test run, whichever folder it starts from."""

import os

from hypothesis import settings

pytest_plugins = ["tools.rules_report"]

# No deadlines: how long an example takes says more about the machine than about the code.
# A push meets the same examples each time, so that it fails for what it changes; a soak draws ever new ones.
settings.register_profile("push", deadline=None, print_blob=True, derandomize=True)
settings.register_profile("soak", deadline=None, print_blob=True, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "push"))
