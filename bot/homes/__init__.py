"""Home tabs as they are drawn: read as things stand, published once, followed when they change."""
