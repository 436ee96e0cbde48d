"""Accounts, logins, members, teams, keys: who is who, and the wall between accounts."""
