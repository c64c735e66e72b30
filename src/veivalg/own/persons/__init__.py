"""What is counted of the people in the municipality's own tables: every query the gate lets in.

A file here sees rows about people. It is read with that in mind: what it gives is counts of people
by traits, sums with how many share them, and facts that tell of nobody.
"""
