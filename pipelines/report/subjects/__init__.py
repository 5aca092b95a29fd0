"""The subjects that have a page of their own: what is asked of a release about each.

Belongs here: one module a kind (chip, company, measure, authority, list) that declares its tables.
Does not belong here: HTML (`pages/`), charts (`charts/`).
"""
