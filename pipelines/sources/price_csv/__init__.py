"""Prices that a user has, where no service is asked for them."""
