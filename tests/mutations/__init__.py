"""Mutations: faults that are generated for every column, and the score of the checks on them."""
