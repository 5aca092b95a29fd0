"""FRED: economic series of the Federal Reserve Bank of St. Louis, exchange rates among them."""
