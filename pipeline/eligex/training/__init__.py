"""Train the entity models: adapt an encoder to trial text, fine-tune teachers, distil them into one small student.

Needs the extra ``train`` (PyTorch). Every step writes one file and is skipped when that file is there.
"""
