"""Results as sentences: what pages say of numbers, by stated thresholds."""
