"""Serving: the web server and the worker of jobs, each a process of its own, and what starts and stops them."""
