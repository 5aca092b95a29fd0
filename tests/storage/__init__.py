"""Slices on object storage; `make storage-test` runs it on a local S3-compatible server."""
