"""Tables -> a page, a map, exports. Pure functions of Arrow tables; nothing here reads a table or opens a socket."""
