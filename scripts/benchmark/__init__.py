"""What `scripts/bench.py` is made of: drawn addresses, the stages of the line inside Spark, the engine's steps, a peer, memory, the report."""
