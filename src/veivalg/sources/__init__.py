"""Where figures come from; a source ends in a validated table plus provenance."""
