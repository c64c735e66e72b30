"""Chapter «hjemmetjeneste»."""
