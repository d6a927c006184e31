"""How typed words are read: folded, matched with phrases, labels and numbers."""
