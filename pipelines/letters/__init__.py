"""What letters give away: a wrong encoding, what shows nothing, letters that look like others."""
