"""The marker of the exercises, in parts: `check.py` in the folder above is its command line.

`files` knows the exercises, their stubs and solutions; `run` marks answers in processes of their own; `report` writes
one student's result; `classroom` writes those of a class.
"""
