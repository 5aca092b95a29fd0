"""The Global LEI Foundation: who consolidates whom, names and registration numbers."""
