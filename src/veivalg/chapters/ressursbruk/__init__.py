"""Chapter «ressursbruk»."""
