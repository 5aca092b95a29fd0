"""Looking up names on the screening lists.

Belongs here: how two names are compared, which listed names are compared at all, and the verdict.
Does not belong here: where listed names are kept (dbt), or how answers are printed (cli/screen.py).
"""
