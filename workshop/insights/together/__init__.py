"""What people have to do with each other's cards: saying what is true elsewhere, and meeting whoever can help."""
