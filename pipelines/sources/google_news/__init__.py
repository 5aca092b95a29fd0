"""Google News: search feeds for a person's own reading; only when asked for by name."""
