"""Chapter «behov»."""
