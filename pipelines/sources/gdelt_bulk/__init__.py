"""The GDELT 2.0 files: a zip of all articles each quarter of an hour, reduced before it is kept."""
