"""Addresses as text: what "the same address" means."""
