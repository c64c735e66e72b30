"""The ministry: Grønt hefte."""
