"""Chapter «plasser»."""
