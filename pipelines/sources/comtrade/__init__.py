"""UN Comtrade: trade flows as reporters declare them."""
