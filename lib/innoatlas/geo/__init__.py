"""The Earth: distances and hexagonal cells. Knows nothing of documents or clusters."""
