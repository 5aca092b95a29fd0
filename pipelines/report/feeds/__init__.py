"""What is new and what is coming, for programs that follow: Atom, JSON Feed, iCalendar.

Belongs here: the documents' forms. Does not belong here: what is new (`news.py`) or coming
(`dates.py`).
"""
