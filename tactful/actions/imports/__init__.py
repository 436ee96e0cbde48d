"""Storing what readers found in mailboxes, calendars and address books, feed by feed, and taking it away again.

Every write here can be killed at any moment and made again: the same file leaves the same facts.
"""
