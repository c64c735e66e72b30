"""Reading what a municipality brings: workbooks and text files, checked cell by cell."""
