"""Taiwan's customs portal: exports and imports by tariff line."""
