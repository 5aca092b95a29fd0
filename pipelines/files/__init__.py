"""Files that this program writes whole or not at all, and reads back without trust."""
