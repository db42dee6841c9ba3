"""What the program does: accounts, campaigns, results, history. Knows ports, not adapters."""
