"""What staff can do: one function per act, one module per noun.

Every act takes the unit first and asks for its permission on its first line; it answers a value
and never commits.
"""
