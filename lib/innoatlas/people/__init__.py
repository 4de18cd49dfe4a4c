"""The people behind documents, as numbers of many: women's share, and moves between clusters. Nothing of a single person leaves this package."""
