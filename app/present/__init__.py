"""How a plan looks, whoever asks: one document, and the files, pages and lines that show it."""
