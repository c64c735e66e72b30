"""What sources that answer over the network share: a patient client within their limits."""
