"""Alpha Vantage: the newest hundred daily prices of a US security."""
