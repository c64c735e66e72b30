"""Chapter «velferdsteknologi»."""
