"""Dumps and packages -> places and their names, as arrays; no Spark here, so one address and a million use the same gazetteer.

Each reader turns a foreign file into a table of a schema named beside it; each part turns such tables into places and names; `build` joins the parts.

- `build`: the settings, the whole, the digest of the inputs.
- `packages`: the pinned wheels as folders of data, and the check of their rows and columns.
- `parts`: the two schemas that every part fills. `spread`: middles and radii of groups of points.
- `towns`, `regions`, `countries`: the places of the packaged GeoNames extracts.
- `names`: folding, the kinds of names, one row a key.
"""
