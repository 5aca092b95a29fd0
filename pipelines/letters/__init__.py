"""What letters give away: text read in a wrong encoding, and letters that look like others."""
