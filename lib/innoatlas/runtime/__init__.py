"""The only impure package: conf is opened, a session built, tables read and written, jobs run. It knows no word of the domain."""
