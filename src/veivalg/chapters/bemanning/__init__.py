"""Chapter «bemanning»."""
