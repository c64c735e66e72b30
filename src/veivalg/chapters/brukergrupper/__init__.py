"""Chapter «brukergrupper»."""
