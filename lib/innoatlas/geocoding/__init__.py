"""Comparable text to place. Plain functions over a batch's arrays: read, find candidates, compare, choose.

`reading` marks what each word is · `areas` finds countries and regions · `candidates` looks every window of words up ·
`fuzzy` does so for misspelt names · `features` compares each candidate with its address · `choice` picks one and says how sure ·
`engine` runs these in a line, for one address or a million · `index` is the gazetteer as memory-mapped arrays.
"""
