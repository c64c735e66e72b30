"""What other programs read: municipalities, chapters, figures and indicators as JSON."""
