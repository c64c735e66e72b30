"""Chapter «kommuneindeks»."""
