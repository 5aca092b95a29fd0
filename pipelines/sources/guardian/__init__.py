"""The Guardian Open Platform: what one newsroom published, by search."""
