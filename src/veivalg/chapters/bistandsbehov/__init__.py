"""Chapter «bistandsbehov»."""
