"""How the weights of geocoding and its confidence are fitted on located test sets."""
