"""From what a viewer may see to what templates are handed. Nothing is asked here; what is withheld has no key."""
