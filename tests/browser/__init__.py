"""What a person sees in the browser, tried in headless Chromium: `make ui-test`.

Belongs here: the Dagster UI opened, its job launched, its pages looked at, and pictures of them.
Does not belong here: what a test without a browser can prove.
"""
