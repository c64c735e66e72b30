"""The future: arrays in, arrays out."""
