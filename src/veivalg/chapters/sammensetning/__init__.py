"""Chapter «sammensetning»."""
