"""STAGES 5 and 6: doing what the plan says, journalled, and looking whether it is done. Told once, in reconciler.py."""
