"""What every list shares: base classes, cells, filters, exports."""
