"""Chapter «dokumenter»."""
