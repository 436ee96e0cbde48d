"""The product's settings, for a server of the benchmark's own in which no answer is written down."""

from bench.firm.site.settings import *  # noqa: F403 (all of them, whatever they are called)

ROOT_URLCONF = "bench.firm.site.silent_urls"
