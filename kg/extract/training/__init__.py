"""Training of the small model: `python -m kg.extract.training data/corpus`. Nothing here is needed to extract."""
