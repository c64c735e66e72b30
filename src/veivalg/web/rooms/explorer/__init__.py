"""Looking around in the indicators: any figures, any municipalities, any years, side by side."""
