"""The product's own site with a few pages more: the same templates, filled without asking who may see what."""
