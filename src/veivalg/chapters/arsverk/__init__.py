"""Chapter «arsverk»."""
