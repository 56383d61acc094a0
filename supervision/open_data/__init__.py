"""Open data: what is published of the daily snapshots for everybody: sums by region and municipality, nobody's rows."""
