"""What is read out of raw rows: so far, which vendor a screening-list entry belongs to.

Belongs here: pure functions from raw rows and curated tables to derived rows, and their cache.
Does not belong here: parsing of payloads, SQL.
"""
