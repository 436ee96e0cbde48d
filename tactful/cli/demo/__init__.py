"""The demo company: believable, invented, and written as the files that people really have."""
