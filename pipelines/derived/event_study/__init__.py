"""The event study: what securities did around the first session that could know of an event.

Belongs here: one kernel from Arrow tables to an Arrow table, and what it needs (calendars, OLS).
Does not belong here: reading files or databases, choosing benchmarks, rounding for publication.
"""
