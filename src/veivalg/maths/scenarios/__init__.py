"""Where choices are made: assumptions in, consequences out, draw by draw. Knows no page."""
