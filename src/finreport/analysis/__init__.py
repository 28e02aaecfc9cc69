"""What the printed tables show over time: levels, flows and the parts of a whole."""
