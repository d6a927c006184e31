"""Pure builders: plain data in, Block Kit out."""
