"""A user's own customs figures, where a service may not be read by machine."""
