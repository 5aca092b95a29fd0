"""OpenSanctions: sanctions data of many authorities in one form; only when asked for by name."""
