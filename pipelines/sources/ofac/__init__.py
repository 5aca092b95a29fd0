"""Lists that OFAC publishes itself: spec and parser of the consolidated (non-SDN) list."""
