"""The product's settings; only the addresses are more."""

from tactful.config.settings import *  # noqa: F403 (all of them, whatever they are called)

ROOT_URLCONF = "bench.firm.site.urls"
