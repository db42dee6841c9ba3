"""What is kept on this computer: journal, accounts, settings, secrets, results files, logs."""
