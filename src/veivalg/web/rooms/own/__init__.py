"""What a municipality brings itself: files, their history, and the budget frame as a form."""
