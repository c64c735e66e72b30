"""Chapter «helse»."""
