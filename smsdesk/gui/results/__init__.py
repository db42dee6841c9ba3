"""Results: what became of every number, live."""
