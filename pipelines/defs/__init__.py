"""Dagster declarations only: nothing here that a plain test could not call elsewhere."""
