"""Sites and regions: areas that others have drawn, and what of the world's documents lies in each, beside the clusters that are found."""
