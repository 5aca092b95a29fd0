"""The published release answered over HTTP and MCP on this machine: read-only and bounded.

Belongs here: which questions there are, their limits, the two ways of asking them.
Does not belong here: any answer (answer/, screening/, releases/), who may ask (`local_only.py`).
"""
