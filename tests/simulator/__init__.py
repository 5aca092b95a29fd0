"""A stand-in for every service: real HTTP on loopback, payloads made by its own code.

Its shapes are held against recorded payloads by the contract tests, so that it cannot drift into
what our parsers like.
"""
