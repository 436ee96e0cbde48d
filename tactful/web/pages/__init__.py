"""The pages: each view asks once what its viewer may see, calls one action at most, and renders."""
