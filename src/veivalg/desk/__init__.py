"""What people keep: notes, choices, scenarios and local knowledge."""
