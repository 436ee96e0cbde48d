"""Tables and stores that are not the policy's."""
