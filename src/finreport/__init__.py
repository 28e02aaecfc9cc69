"""A reproducible, self-checking edition of a regional financial operations report."""
