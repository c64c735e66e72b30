"""Best plans under rules: a problem in, a solution with proof or gap and its explanation out."""
