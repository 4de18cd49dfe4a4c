"""The sample world: papers and patents as the real snapshots write them, invented so that the right answer is known.

figures (how many documents where) -> towns (which towns there are) -> documents (who lives where) -> names, dirt (what is written)
-> openalex, patstat (the files) and truth (what the pipeline must find, kept apart).
"""
