"""Pages and API: thin, they ask the rooms and show."""
