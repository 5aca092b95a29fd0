"""One question about a chip, a customer and a destination, answered out of one release.

Belongs here: what is asked, what speaks against it, what needs a license and what is not known,
each with its source; the record of an answer; what changed between two. Never a clearance.
Does not belong here: how names are compared (screening/), or who asks (cli/, service/).
"""
