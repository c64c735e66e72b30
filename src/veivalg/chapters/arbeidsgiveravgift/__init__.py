"""Chapter «arbeidsgiveravgift»."""
