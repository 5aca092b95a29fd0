"""Portable models and headline reading on engines other than DuckDB; `make spark-test` runs it."""
