"""Chapter «kvalitet»."""
