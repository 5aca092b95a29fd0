"""US Census Bureau: US trade by commodity, country and month."""
