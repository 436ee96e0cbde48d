"""Measured promises: `python -m bench` prints each with what it is measured against and whether it holds."""
