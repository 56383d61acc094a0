"""Reports on screen: filters, figures in words, pictures."""
