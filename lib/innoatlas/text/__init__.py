"""Text as arrays: folding to comparable letters, and hashing every window of words of a batch. Knows no place and no country."""
