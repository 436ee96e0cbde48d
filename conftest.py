"""Plugins for every test run, whichever folder it starts from."""

pytest_plugins = ["tools.rules_report"]
