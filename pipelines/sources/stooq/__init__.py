"""Stooq: long price histories, adjusted for splits and dividends."""
