"""Dumps and packages -> places and their names, as arrays; no Spark here, so one address and a million use the same gazetteer.

Each reader turns a foreign file into a table of a schema named beside it; each part turns such tables into places and names; `build` joins them.

- `build`: the whole. `inputs`: the settings, what they name, and its digests. `stretches`: the world by countries. `parts`: the two schemas that
every part fills.
- `packages`: the pinned wheels as folders of data, and the check of their rows and columns. `attributions`: whose data it is.
- `towns`, `regions`, `countries`: the packaged GeoNames extracts, read and made places. `more_places`: a reviewed table of what they lack.
- `postal`, `postal_spelling`, `postal_places`, `postal_areas`: postal rows, what their names say, the villages they name, one area per code.
- `dumps`: raw GeoNames files by path. `organisations`: ROR dumps by path.
- `names`: folding, the kinds of names, one row a key. `rules`, `derived`, `hangul`: names made of other names.
- `groups`, `near`: middles and majorities of groups of rows; points of one name that are one place.
"""
