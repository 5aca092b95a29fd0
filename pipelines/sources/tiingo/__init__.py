"""Tiingo: daily prices with the factors that adjusted them."""
