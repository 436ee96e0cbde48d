"""Requests to addresses that people name: to the open internet alone, and to what the operator allowed by name.

Nothing of the program speaks to an address that somebody typed but through here: a chat's webhook, later a calendar's
or a CRM's. Whoever names one cannot reach by it what only this machine, or its network, may reach.
"""
