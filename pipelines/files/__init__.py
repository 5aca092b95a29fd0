"""Files that this program keeps: written whole or not at all, read back without trust."""
