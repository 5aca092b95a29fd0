"""The pages of the site as HTML: the frame, the overview and its sections, one page a subject.

Belongs here: HTML and the words around tables and charts. Does not belong here: queries, drawing.
"""
