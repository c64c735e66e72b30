"""What is fixed about Norway, with source and validity."""
