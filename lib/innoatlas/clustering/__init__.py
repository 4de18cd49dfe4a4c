"""Weighted points on the sphere -> clusters: who is dense, who belongs, what the cluster is called and which one it was before."""
