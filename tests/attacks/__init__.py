"""Attacks on the whole program: bombs, damaged state, full disks. `make attack` runs all of them.

Belongs here: what cuts across the folders of `pipelines/`. Does not belong here: a browser
(`tests/browser/`), raw requests to one server (`tests/unit/test_local_only.py`).
"""
