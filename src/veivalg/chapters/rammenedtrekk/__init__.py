"""Chapter «rammenedtrekk»."""
