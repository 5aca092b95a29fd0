"""Getting payloads from the services that publish them: the only code that talks HTTP.

Belongs here: asking politely, naming how each attempt ended, keeping what came in the archive and
remembering what is still to be asked. What one source is asked stands in its own `requests.py`.
Does not belong here: what a payload means (`sources/`), and everything after the archive.
"""
