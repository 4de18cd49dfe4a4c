"""What documents are about: fields of technology and of science, and what clusters are strong in."""
