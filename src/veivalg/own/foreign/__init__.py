"""Files made by others: read in processes of their own, with little memory and little time.

A reader stumbles on what it was never meant for: a cell a million rows down, a count that is a
lie. Then the process that reads falls, not the one that serves. What it gives is taken as foreign
too: Arrow tables of known shape and sizes, never objects.
"""
