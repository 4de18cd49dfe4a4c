"""Foreign shape -> our shape: one module a format, each with `Settings` and `read(spark, settings, scope) -> documents and their fates`.

A new source in a known format is one entry in conf, `[documents.sources.NAME]`; a new format is one module here, named as its entry's `format`.
A reader yields one row per record of its files: what is kept, what is not counted and what could not be read (`fates`).
It fails with a SourceError, before anything is counted, when a file is absent, truncated or not of the announced format.
"""
