"""Whether the installation itself is well: signs of life, parts that it needs, gauges for who watches it."""
