"""Precision, recall and F1 of an output against gold, and the errors behind them."""
