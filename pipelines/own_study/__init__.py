"""The event study on a user's own files: prices and events in, tables and a page out.

Belongs here: reading and checking those files, writing what the kernel found.
Does not belong here: anything computed (pipelines/derived/event_study), a warehouse or release.
"""
