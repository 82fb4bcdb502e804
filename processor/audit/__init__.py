"""The log as arithmetic: seal and verify. Pure, and knows nothing of the rest of the project."""
