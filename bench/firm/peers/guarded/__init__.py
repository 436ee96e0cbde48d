"""django-guardian, in a process and settings of its own: its users need what the product's logins do not have."""
