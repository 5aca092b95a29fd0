"""A user's own copies of lists that no program may fetch: Japan, Taiwan, EU, United Kingdom."""
