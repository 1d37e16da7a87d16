"""The annotated corpora: from their public archives to folds, and to spaCy's training format."""
