"""The operations, by what they are about. Each asks visibility or calls one action, and writes down the answer."""
