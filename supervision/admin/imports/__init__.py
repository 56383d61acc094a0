"""Files: uploading, reading, confirming, and what became of them."""
