"""How often the geocoder is right on located test sets, where it is wrong, and what each rule adds: the parts of docs/accuracy.md."""
