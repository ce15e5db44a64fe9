"""Pages about offices and units, and the language switch."""
