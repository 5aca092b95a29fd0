"""Apache Superset: declared dashboards, the bundle made from them, the server on this machine.

Belongs here: what Superset needs to know. Does not belong here: SQL that a mart should hold.
Superset itself runs in an environment of its own (`.venv-bi`); only `serve` and `load` use it.
"""
